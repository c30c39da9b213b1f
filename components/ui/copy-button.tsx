'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { writeClipboard } from '@/components/ui/write-clipboard';

const SHOWN_MS = 2_000;

type Outcome = 'idle' | 'copied' | 'failed';

/** `label` names what is copied, for people who do not see what stands beside it. */
export function CopyButton({ text, label }: { text: string; label?: string | undefined }) {
  const t = useTranslations('ui');
  const [outcome, setOutcome] = useState<Outcome>('idle');

  // The browser's timer takes the word back after two seconds.
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function handleCopy() {
    setOutcome((await writeClipboard(text)) ? 'copied' : 'failed');
  }

  return (
    <>
      <Button
        variant="onRaised"
        size="inHead"
        className="ml-auto print:hidden"
        aria-label={label}
        onClick={handleCopy}
      >
        <Icon name="copy" size={14} />
        {outcome === 'idle' ? t('copy') : t(outcome)}
      </Button>
      {/* It stands beside the button: inside of it, it would take away the button's name. */}
      <span className="sr-only" role="status">
        {outcome !== 'idle' && t(outcome)}
      </span>
    </>
  );
}
