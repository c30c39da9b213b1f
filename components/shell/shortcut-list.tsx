'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';

/** Every shortcut there is, so that this list and the keyboard never disagree. */
const SHORTCUTS = [
  { keys: ['Ctrl', 'K'], text: 'search' },
  { keys: ['G', 'F'], text: 'goFabric' },
  { keys: ['G', 'H'], text: 'goHosts' },
  { keys: ['G', 'R'], text: 'goRemediation' },
  { keys: ['G', 'C'], text: 'goChanges' },
  { keys: ['G', 'E'], text: 'goExplain' },
  { keys: ['T'], text: 'time' },
  { keys: ['/'], text: 'filter' },
  { keys: ['J'], text: 'next' },
  { keys: ['K'], text: 'previous' },
  { keys: ['Enter'], text: 'open' },
  { keys: ['E'], text: 'export' },
  { keys: ['?'], text: 'all' },
] as const;

export function ShortcutList({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const t = useTranslations('shell');
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>{t('shortcuts')}</Dialog.Title>
          <dl className="shortcuts">
            {SHORTCUTS.map(({ keys, text }) => (
              <div key={text} className="contents">
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(`shortcut.${text}`)}</dd>
              </div>
            ))}
          </dl>
          <div className="acts">
            <Dialog.Close className={buttonClass()}>{t('close')}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
