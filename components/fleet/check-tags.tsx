import { cva } from 'class-variance-authority';
import { ForeignText } from '@/components/ui/foreign-text';
import { visibleText } from '@/lib/util/visible-text';

/** Names that would not fit a column; the title has the whole. */
const SHORT_NAME: ReadonlyMap<string, string> = new Map([
  ['HypervisorEnforcedCodeIntegrityPolicy', 'HVCIPolicy'],
]);

const tag = cva(
  'inline-flex h-5 items-center rounded-pill border border-line-2 bg-surface px-1.5 text-micro/4.5 font-medium whitespace-nowrap normal-nums print:h-auto print:min-h-5',
  {
    variants: {
      look: { name: 'font-mono tracking-tighter text-ink-2', more: 'font-sans tracking-normal text-ink-3' },
    },
  },
);

export function CheckTag({ check, className }: { check: string; className?: string }) {
  return (
    <span className={tag({ look: 'name', className })}>
      <ForeignText
        className="overflow-hidden text-ellipsis"
        text={SHORT_NAME.get(check) ?? check}
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
      <CheckTag className="min-w-0" check={first} />
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
