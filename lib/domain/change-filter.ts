import { type ChangeKind, JUDGEMENT_KINDS } from '@/lib/domain/change-kinds';
import { type FilterValues, soughtWords } from '@/lib/domain/host-filter';

/** The filters of changes. All words are those of the host as it was then. */
export type ChangeFilter = {
  fabric?: FilterValues;
  kind?: FilterValues<ChangeKind>;
  cluster?: FilterValues;
  /** The causes of a change: see `causesTold`. */
  cause?: FilterValues;
  /** Texts whose words are all found in the host's name, FQDN, cluster, model, firmware or owner. */
  q?: FilterValues;
};

type Told = { kind: string; causes: readonly string[]; gained: readonly string[]; fixed: readonly string[] };

/**
 * The causes of a change: for a new judgement those that came and those that went, for any other change those
 * that it names.
 */
export const causesTold = ({ kind, causes, gained, fixed }: Told): readonly string[] =>
  JUDGEMENT_KINDS.some((judgement) => judgement === kind) ? [...gained, ...fixed] : causes;

export type FilterableChange = Told & { cluster: string | null; search: string };

const passes = (values: FilterValues | undefined, isOne: (value: string) => boolean) =>
  values === undefined ||
  ((values.include.length === 0 || values.include.some(isOne)) && !values.exclude.some(isOne));

/** Whether a change matches the filter. The fabric is not compared, because the changes were read within it. */
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
