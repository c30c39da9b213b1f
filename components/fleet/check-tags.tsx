import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { visibleText } from '@/lib/util/visible-text';

/** Names that would not fit a column; the title has the whole. */
const SHORT_NAME: ReadonlyMap<string, string> = new Map([
  ['HypervisorEnforcedCodeIntegrityPolicy', 'HVCIPolicy'],
]);

export function CheckTag({ check, className }: { check: string; className?: string }) {
  return (
    <span className={classNames('tag', className)}>
      <ForeignText
        className="overflow-hidden text-ellipsis"
        text={SHORT_NAME.get(check) ?? check}
        title={check}
      />
    </span>
  );
}

/** The first failing check, and how many more. */
export function CheckTags({ checks }: { checks: readonly string[] }) {
  const [first, ...rest] = checks;
  if (first === undefined) return null;
  const others = rest.map(visibleText);
  return (
    <span className="flex items-center gap-1">
      <CheckTag className="min-w-0" check={first} />
      {others.length > 0 && (
        <span className="tag more flex-none" title={others.join(', ')}>
          +{others.length}
          <span className="sr"> {others.join(', ')}</span>
        </span>
      )}
    </span>
  );
}
