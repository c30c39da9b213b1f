'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';
import { FormError } from '@/components/ui/form-error';
import { useSingleKeys } from '@/components/ui/single-keys';

/** Every shortcut there is, so that this list and the keyboard never disagree. */
const SHORTCUTS = [
  { keys: ['Ctrl', 'K'], text: 'search' },
  { keys: ['G', 'F'], text: 'goFabric' },
  { keys: ['G', 'H'], text: 'goHosts' },
  { keys: ['G', 'R'], text: 'goRemediation' },
  { keys: ['G', 'C'], text: 'goChanges' },
  { keys: ['G', 'P'], text: 'goReports' },
  { keys: ['G', 'X'], text: 'goExceptions' },
  { keys: ['G', 'E'], text: 'goExplain' },
  { keys: ['G', 'S'], text: 'goSettings' },
  { keys: ['T'], text: 'time' },
  { keys: ['/'], text: 'filter' },
  { keys: ['J'], text: 'next' },
  { keys: ['K'], text: 'previous' },
  { keys: ['Enter'], text: 'open' },
  { keys: ['E'], text: 'export' },
  { keys: ['N'], text: 'newReport' },
  { keys: ['?'], text: 'all' },
] as const;

const ALWAYS: readonly string[] = ['Ctrl', 'Enter'];
/** A link opens with Enter by itself. */
const isSingle = ([first]: readonly string[]) => !ALWAYS.includes(first ?? '');

export function ShortcutList({
  isOpen,
  onOpenChange,
  onSwitch,
  hasSwitchFailed,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Shortcuts of one key on or off. */
  onSwitch: (areOn: boolean) => void;
  hasSwitchFailed: boolean;
}) {
  const areOn = useSingleKeys();
  const close = useRef<HTMLButtonElement>(null);
  const t = useTranslations('shell');
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={close}>
          <Dialog.Title>{t('shortcuts')}</Dialog.Title>
          <dl className="shortcuts">
            {SHORTCUTS.map(({ keys, text }) => (
              <div key={text} className={classNames('contents', !areOn && isSingle(keys) && 'off')}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(`shortcut.${text}`)}</dd>
              </div>
            ))}
          </dl>
          <label className="st single-keys">
            <Checkbox checked={areOn} onChange={(event) => onSwitch(event.target.checked)} />
            {t('singleKeys')}
          </label>
          {hasSwitchFailed && <FormError>{t('singleKeysFailed')}</FormError>}
          <p className="small mute">{t('singleKeysHint')}</p>
          <div className="acts">
            <Dialog.Close ref={close} className={buttonClass()}>
              {t('close')}
            </Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
