export type FacetValue = {
  value: string;
  count: number;
  /** What has hosts keeps its place, although a filter takes them. */
  all: number;
  isOn: boolean;
  /** Hosts that have it are not asked for. */
  isExcluded?: boolean;
};

/** So many of a long facet are shown at first, and never more than the second at all: hosts name what they like. */
export const SHOWN_AT_FIRST = 6;
export const SHOWN_AT_MOST = 200;

/** What is on, and the most frequent ones. */
export function shortList(values: readonly FacetValue[]): readonly FacetValue[] {
  return values.filter(
    ({ all, isOn, isExcluded }, index) => isOn || isExcluded || (all > 0 && index < SHOWN_AT_FIRST),
  );
}
