'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';

type CodeBlockProps = {
  code: string;
  badge: string;
  look?: 'solid' | 'outlined' | 'plain';
  title?: ReactNode;
};

/** A script longer than this is cut on screen, and whole in the clipboard. */
const SHOWN_LINES = 14;

export function CodeBlock({ code, badge, look, title }: CodeBlockProps) {
  const t = useTranslations('ui');
  const [isWhole, setWhole] = useState(false);
  const lines = code.split('\n').length;
  const isLong = lines > SHOWN_LINES;
  return (
    <div className="code">
      <header>
        <Badge look={look}>{badge}</Badge>
        <span>{title}</span>
        <CopyButton text={code} />
      </header>
      {/* Scripts read left to right in every language, whatever characters they hold. */}
      <pre dir="ltr" className={isLong && !isWhole ? 'cut' : undefined}>
        {code}
      </pre>
      {isLong && (
        <button
          type="button"
          className="more-lines"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t('showLess') : t('showAll', { lines })}
        </button>
      )}
    </div>
  );
}
