'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { ScriptLines } from '@/components/ui/script-lines';

type CodeBlockProps = {
  code: string;
  badge: string;
  look?: 'solid' | 'outlined' | 'plain';
  title?: ReactNode;
  /** What it is, as it is called within "Copy …". */
  copies: string;
  /** The distance from what stands above it. */
  distance?: 'small' | 'large';
};

/** A script longer than this is cut on screen, and whole in the clipboard. */
const SHOWN_LINES = 14;

const frame = cva('overflow-hidden rounded-pill border border-line bg-raised', {
  variants: { distance: { small: 'mt-1.5', large: 'mt-3' } },
});

const script = cva(
  'px-3 py-2 font-mono text-code tracking-tight wrap-anywhere whitespace-pre-wrap normal-nums',
  {
    variants: {
      isCut: { true: 'max-h-58 overflow-hidden mask-b-from-80% print:max-h-none print:mask-none' },
    },
  },
);

export function CodeBlock({ code, badge, look, title, copies, distance = 'small' }: CodeBlockProps) {
  const t = useTranslations('ui');
  const [isWhole, setWhole] = useState(false);
  const lines = code.split('\n').length;
  const isLong = lines > SHOWN_LINES;
  return (
    <div className={frame({ distance })} data-script>
      <header className="@container flex min-h-7 items-center gap-2 border-b border-line pr-1 pl-2 text-small/5 text-ink-3 max-tablet:flex-wrap max-tablet:gap-y-1 max-tablet:py-1">
        <Badge look={look}>{badge}</Badge>
        <span className="min-w-0">{title}</span>
        <CopyButton text={code} copies={copies} copied={t('copiedOf', { what: copies, lines })} isNamed />
      </header>
      {/* Scripts read left to right in every language, whatever characters they hold. */}
      <pre dir="ltr" className={script({ isCut: isLong && !isWhole })}>
        <ScriptLines code={code} />
      </pre>
      {isLong && (
        <button
          type="button"
          className="block min-h-7 w-full cursor-pointer border-t border-line text-small text-ink-2 hover:bg-sunken focus-visible:-outline-offset-2 print:hidden"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t('showLess') : t('showAll', { lines })}
        </button>
      )}
    </div>
  );
}
