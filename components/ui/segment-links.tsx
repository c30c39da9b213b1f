import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';

type SegmentLinksProps = {
  label: string;
  choices: readonly {
    key: string;
    href: string;
    isCurrent: boolean;
    text: string;
    /** How many it would show. */
    count?: ReactNode;
  }[];
  isTight?: boolean;
  className?: string;
};

/** The views of one list, side by side, each with its address. What no address holds is a `ChoiceGroup`. */
export function SegmentLinks({ label, choices, isTight = false, className }: SegmentLinksProps) {
  return (
    <nav aria-label={label} className={segmentsClass({ wraps: true, className })}>
      {choices.map(({ key, href, isCurrent, text, count }) => (
        <Link
          key={key}
          className={segmentClass({ isTight, wraps: true })}
          href={href}
          aria-current={isCurrent ? 'true' : undefined}
        >
          {text} {count !== undefined && <span className="font-normal text-ink-3 tabular-nums">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
