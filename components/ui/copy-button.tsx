'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useBriefly } from '@/components/ui/use-briefly';
import { writeClipboard } from '@/components/ui/write-clipboard';

/** Only what was copied may take more room than there is. */
const frame = cva('ml-auto print:hidden', {
  variants: { room: { all: 'min-w-0', most: 'max-w-3/5 shrink-0', own: 'shrink-0' } },
});

const word = cva('min-w-0 truncate', { variants: { isReplaced: { true: '@min-[500px]:hidden' } } });

type CopyButtonProps = {
  text: string;
  /** What is copied, as it is called within "Copy …". */
  copies: string;
  /** Says it on the button where its container has room. It is what people hear and what the mouse shows in any case. */
  isNamed?: boolean;
  /** Says to everybody what was copied. */
  copied?: string;
};

export function CopyButton({ text, copies, isNamed = false, copied }: CopyButtonProps) {
  const t = useTranslations('ui');
  const [outcome, setOutcome] = useBriefly<'copied' | 'failed'>();

  async function handleCopy() {
    setOutcome((await writeClipboard(text)) ? 'copied' : 'failed');
  }

  const label = t('copyOf', { what: copies });
  const told = outcome === 'copied' ? (copied ?? t('copied')) : t('failed');
  return (
    <>
      <Button
        variant="onRaised"
        size="inHead"
        className={frame({ room: outcome === 'copied' && copied ? 'all' : isNamed ? 'most' : 'own' })}
        aria-label={label}
        title={label}
        onClick={handleCopy}
      >
        <Icon name="copy" size={14} />
        {outcome === null && isNamed && <span className="min-w-0 truncate @max-[500px]:hidden">{label}</span>}
        <span className={word({ isReplaced: outcome === null && isNamed })}>
          {outcome === null ? t('copy') : told}
        </span>
      </Button>
      {/* It stands beside the button: inside of it, it would take away the button's name. */}
      <span className="sr-only" role="status">
        {outcome !== null && told}
      </span>
    </>
  );
}
