'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form-error';
import { Keys } from '@/components/ui/keys';
import { isAlwaysOn, SHORTCUT_NAMES } from '@/components/ui/shortcuts';
import { useSingleKeys } from '@/components/ui/single-keys';

export function ShortcutList({
  onClose,
  onSwitch,
  hasSwitchFailed,
}: {
  onClose: () => void;
  /** Shortcuts of one key on or off. */
  onSwitch: (areOn: boolean) => void;
  hasSwitchFailed: boolean;
}) {
  const areOn = useSingleKeys();
  const close = useRef<HTMLButtonElement>(null);
  const t = useTranslations('shell');
  return (
    <Dialog
      title={t('shortcuts')}
      className="fixed top-[10vh] left-1/2 max-h-[85vh] w-[min(440px,calc(100vw-48px))] -translate-x-1/2 overflow-auto rounded-panel border border-line-2 bg-surface p-5 text-ink shadow-menu backdrop:bg-backdrop desk:w-[780px] [&>h2]:mb-3 [&>h2]:text-verdict"
      focusOn={close}
      onClose={onClose}
    >
      <dl className="desk:columns-2 desk:gap-8">
        {SHORTCUT_NAMES.map((name) => (
          <div
            key={name}
            className={classNames(
              'grid min-h-7 break-inside-avoid grid-cols-[72px_minmax(0,1fr)] items-center gap-x-2 fr:grid-cols-[82px_minmax(0,1fr)]',
              !areOn && !isAlwaysOn(name) && 'text-ink-3',
            )}
          >
            <dt className="flex gap-1">
              <Keys of={name} />
            </dt>
            <dd>{t(`shortcut.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap">
        <Checkbox checked={areOn} onChange={(event) => onSwitch(event.target.checked)} />
        {t('singleKeys')}
      </label>
      {hasSwitchFailed && <FormError>{t('singleKeysFailed')}</FormError>}
      <p className="text-small text-ink-3">{t('singleKeysHint')}</p>
      {/* What goes on below it pales before it: at the end there is nothing in that place. */}
      <div className="sticky -bottom-5 -mx-5 mt-8 -mb-5 flex justify-end border-t border-line bg-surface px-5 py-3 before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-8 before:bg-linear-to-t before:from-surface">
        <Button ref={close} onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </Dialog>
  );
}
