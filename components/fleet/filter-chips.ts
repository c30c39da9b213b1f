import { type FilterValues, HOST_FILTER_WORDS, type HostFilter } from '@/lib/domain/host-filter';

export type FilterChip = { word: keyof HostFilter; isNegative: boolean; values: readonly string[] };

/** A filter of changes has a word beside those of hosts. */
type AnyFilter = HostFilter & { kind?: FilterValues };
type AnyChip = Omit<FilterChip, 'word'> & { word: keyof AnyFilter };

/** What the search box shows, and so no chip repeats. */
export function searchText({ q }: HostFilter): string {
  return q?.include[0] ?? '';
}

/** The filters in force beside the search box, one chip for each word's "is" and "is not". */
export function chipsOf(filter: HostFilter): FilterChip[] {
  const { q, ...others } = filter;
  return chipsOfAll(q === undefined ? others : { ...others, q: { ...q, include: q.include.slice(1) } });
}

/** The same where there is no search box: the text that is searched for is a chip, too. */
export function chipsOfAll(filter: HostFilter): FilterChip[] {
  return HOST_FILTER_WORDS.flatMap((word) => {
    const { include = [], exclude = [] } = filter[word] ?? {};
    return [
      { word, isNegative: false, values: include },
      { word, isNegative: true, values: exclude },
    ].filter(({ values }) => values.length > 0);
  });
}

/** Whether it is a text beside the one in the search box, of which a host needs to have one. */
export const isOtherText = ({ word, isNegative }: AnyChip): boolean => word === 'q' && !isNegative;

export function withoutChip<F extends AnyFilter>(filter: F, { word, isNegative }: AnyChip): F {
  const { include = [], exclude = [] } = filter[word] ?? {};
  const kept = word === 'q' ? include.slice(0, 1) : [];
  const left = isNegative ? { include, exclude: [] } : { include: kept, exclude };
  return withWord(filter, word, left);
}

/** The same values asked the other way round: what is "is" becomes "is not", and back. */
export function turnedChip<F extends AnyFilter>(filter: F, chip: AnyChip): F {
  const left = withoutChip(filter, chip);
  const { include = [], exclude = [] } = left[chip.word] ?? {};
  const joined = (values: readonly string[]) => [...new Set([...values, ...chip.values])];
  const turned = chip.isNegative
    ? { include: joined(include), exclude }
    : { include, exclude: joined(exclude) };
  return withWord(left, chip.word, turned);
}

export function withSearch<F extends HostFilter>(filter: F, text: string): F {
  const { include = [], exclude = [] } = filter.q ?? {};
  const searched = text === '' ? [] : [text];
  return withWord(filter, 'q', { include: [...searched, ...include.slice(1)], exclude });
}

export function withWord<F extends AnyFilter>(
  filter: F,
  word: keyof AnyFilter,
  values: { include: readonly string[]; exclude: readonly string[] },
): F {
  const { [word]: _, ...others } = filter;
  const isEmpty = values.include.length + values.exclude.length === 0;
  return (isEmpty ? others : { ...others, [word]: values }) as F;
}
