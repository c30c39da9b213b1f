'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useBriefly } from '@/components/ui/use-briefly';
import { writeClipboard } from '@/components/ui/write-clipboard';

/** Only what was copied may take more room than there is. */
const frame = cva('ml-auto print:hidden', { variants: { isLong: { true: 'min-w-0', false: 'shrink-0' } } });

type CopyButtonProps = {
  text: string;
  /** Names what is copied, for people who do not see what stands beside it. */
  label?: string | undefined;
  /** Says to everybody what was copied. */
  copied?: string;
};

export function CopyButton({ text, label, copied }: CopyButtonProps) {
  const t = useTranslations('ui');
  const [outcome, setOutcome] = useBriefly<'copied' | 'failed'>();

  async function handleCopy() {
    setOutcome((await writeClipboard(text)) ? 'copied' : 'failed');
  }

  const told = outcome === 'copied' ? (copied ?? t('copied')) : t('failed');
  return (
    <>
      <Button
        variant="onRaised"
        size="inHead"
        className={frame({ isLong: outcome === 'copied' && copied !== undefined })}
        aria-label={label}
        onClick={handleCopy}
      >
        <Icon name="copy" size={14} />
        <span className="min-w-0 truncate">{outcome === null ? t('copy') : told}</span>
      </Button>
      {/* It stands beside the button: inside of it, it would take away the button's name. */}
      <span className="sr-only" role="status">
        {outcome !== null && told}
      </span>
    </>
  );
}
