import { readFilterValue } from '@/lib/contracts/words/host-query';
import type { FilterValues } from '@/lib/domain/host-filter';

/** The values of the address's word `fabric`, as in lists of hosts. */
export function fabricsIn(values: readonly string[]): FilterValues {
  const read = values.map(readFilterValue);
  const those = (isExcluded: boolean) =>
    read.filter((one) => one.isExcluded === isExcluded).map(({ value }) => value);
  return { include: those(false), exclude: those(true) };
}
