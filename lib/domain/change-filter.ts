import { type ChangeKind, JUDGEMENT_KINDS } from '@/lib/domain/change-kinds';
import { type FilterValues, soughtWords } from '@/lib/domain/host-filter';

/** What can be asked of changes, each word of the host as it was then. */
export type ChangeFilter = {
  fabric?: FilterValues;
  kind?: FilterValues<ChangeKind>;
  cluster?: FilterValues;
  /** What a change is about: see `causesTold`. */
  cause?: FilterValues;
  /** Texts of which each word is found in the host's name, FQDN, cluster, model, firmware or owner. */
  q?: FilterValues;
};

type Told = { kind: string; causes: readonly string[]; gained: readonly string[]; fixed: readonly string[] };

/** A new judgement is about what fails by it and what it no longer objects to; anything else about the causes that it names. */
export const causesTold = ({ kind, causes, gained, fixed }: Told): readonly string[] =>
  JUDGEMENT_KINDS.some((judgement) => judgement === kind) ? [...gained, ...fixed] : causes;

export type FilterableChange = Told & { cluster: string | null; search: string };

const passes = (values: FilterValues | undefined, isOne: (value: string) => boolean) =>
  values === undefined ||
  ((values.include.length === 0 || values.include.some(isOne)) && !values.exclude.some(isOne));

/** Whether a change is asked for. Its fabric is not looked at: whatever is compared here was read within it. */
export function isAskedChange({ kind, cluster, cause, q }: ChangeFilter, change: FilterableChange): boolean {
  const about = causesTold(change);
  return (
    passes(kind, (value) => value === change.kind) &&
    passes(cluster, (value) => value === change.cluster) &&
    passes(cause, (value) => about.includes(value)) &&
    passes(
      q,
      (value) => !value.includes('\n') && soughtWords(value).every((word) => change.search.includes(word)),
    )
  );
}
