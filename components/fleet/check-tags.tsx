import { ForeignText } from '@/components/ui/foreign-text';
import { visibleText } from '@/lib/util/visible-text';

/** Names that would not fit a column; the title has the whole. */
const SHORT_NAME: ReadonlyMap<string, string> = new Map([
  ['HypervisorEnforcedCodeIntegrityPolicy', 'HVCIPolicy'],
]);

export function CheckTag({ check }: { check: string }) {
  return (
    <span className="tag">
      <ForeignText text={SHORT_NAME.get(check) ?? check} title={check} />
    </span>
  );
}

/** The first failing check, and how many more. */
export function CheckTags({ checks }: { checks: readonly string[] }) {
  const [first, ...rest] = checks;
  if (first === undefined) return null;
  const others = rest.map(visibleText);
  return (
    <span className="tags">
      <CheckTag check={first} />
      {others.length > 0 && (
        <span className="tag more" title={others.join(', ')}>
          +{others.length}
          <span className="sr"> {others.join(', ')}</span>
        </span>
      )}
    </span>
  );
}
