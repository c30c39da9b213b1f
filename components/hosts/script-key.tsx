'use client';

import { useTranslations } from 'next-intl';
import { Keys } from '@/components/ui/keys';
import { useSingleKeys } from '@/components/ui/single-keys';
import { useShortcuts } from '@/components/ui/use-shortcuts';

/** The button that copies the next script after what has focus, and from the last one on the first. */
function leadToNext() {
  const buttons = [...document.querySelectorAll<HTMLElement>('[data-script] > header button')];
  const isAfterFocus = (button: HTMLElement) =>
    ((document.activeElement ?? document.body).compareDocumentPosition(button) &
      Node.DOCUMENT_POSITION_FOLLOWING) !==
    0;
  (buttons.find(isAfterFocus) ?? buttons[0])?.focus();
}

/** Leads from script to script, past all else that stands between them. Nobody has a keyboard on a phone. */
export function ScriptKey() {
  const t = useTranslations('host.checks');
  const areSingleKeysOn = useSingleKeys();
  useShortcuts({ script: leadToNext });
  if (!areSingleKeysOn) return null;
  return (
    <span className="whitespace-nowrap text-ink-3 max-tablet:hidden print:hidden">
      <Keys of="script" /> {t('nextScript')}
    </span>
  );
}
