import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';

type CodeBlockProps = {
  code: string;
  badge: string;
  look?: 'solid' | 'outlined' | 'plain';
  title?: ReactNode;
};

export function CodeBlock({ code, badge, look, title }: CodeBlockProps) {
  return (
    <div className="code">
      <header>
        <Badge look={look}>{badge}</Badge>
        <span>{title}</span>
        <CopyButton text={code} />
      </header>
      {/* Scripts read left to right in every language, whatever characters they hold. */}
      <pre dir="ltr">{code}</pre>
    </div>
  );
}
