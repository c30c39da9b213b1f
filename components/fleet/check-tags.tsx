import { cva } from 'class-variance-authority';
import { ForeignText } from '@/components/ui/foreign-text';
import { visibleText } from '@/lib/util/visible-text';

/** Names that would not fit a column; the title has the whole. */
const SHORT_NAME: ReadonlyMap<string, string> = new Map([
  ['HypervisorEnforcedCodeIntegrityPolicy', 'HVCIPolicy'],
]);

const tag = cva(
  'inline-flex h-5 max-w-full items-center rounded-pill border border-line-2 bg-surface px-1.5 text-micro/4.5 font-medium whitespace-nowrap normal-nums print:h-auto print:min-h-5',
  {
    variants: {
      look: { name: 'font-mono tracking-tighter text-ink-2', more: 'font-sans tracking-normal text-ink-3' },
    },
  },
);

type CheckTagProps = {
  check: string;
  /** It stands in a column of a table. */
  isInColumn?: boolean;
  className?: string;
};

export function CheckTag({ check, isInColumn = false, className }: CheckTagProps) {
  return (
    <span className={tag({ look: 'name', className })}>
      <ForeignText
        className="overflow-hidden text-ellipsis"
        text={(isInColumn ? SHORT_NAME.get(check) : undefined) ?? check}
        title={check}
      />
    </span>
  );
}

/** The first failing check, and how many more; on paper, which has no title, also which. */
export function CheckTags({ checks }: { checks: readonly string[] }) {
  const [first, ...rest] = checks;
  if (first === undefined) return null;
  const others = rest.map(visibleText);
  return (
    <span className="flex items-center gap-1 print:flex-wrap print:py-0.5">
      <CheckTag className="min-w-0" check={first} isInColumn />
      {others.length > 0 && (
        <span
          className={tag({ look: 'more', className: 'flex-none print:flex-initial' })}
          title={others.join(', ')}
        >
          +{others.length}
          <span className="sr-only print:not-sr-only print:pl-1 print:wrap-anywhere">
            {' '}
            {others.join(', ')}
          </span>
        </span>
      )}
    </span>
  );
}
