import type { ChangeGroup, ComparedHost } from '@/lib/contracts/compare';
import { COMPARED } from '@/lib/contracts/words/changes';

type Fact = ChangeGroup['facts'][number];
type Word = Fact['fact'];
type Side = NonNullable<ComparedHost['before']>;

/** State and causes first: they are what the rest explains. */
const ORDER: readonly Word[] = [
  'state',
  'cause',
  ...COMPARED.filter((word) => word !== 'state' && word !== 'cause'),
];

function valuesOf(side: Side | null, word: Word): string[] | null {
  if (side === null) return null;
  const value = side[word];
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** The causes say no more than the state that bears their name, or than that the host is able. */
const repeatsState = (side: Side | null) =>
  side === null || side.cause.every((cause) => cause === side.state);

/** What is shown of a host: in what it differs, or how it was when it came or left. */
export function factsOf({ before, after, differs }: ComparedHost): Fact[] {
  const isOnce = before === null || after === null;
  const words = ORDER.filter((word) =>
    isOnce ? word === 'state' || word === 'cause' : differs.includes(word),
  );
  // The causes of a silent host are not known, which is not that there are none.
  const isSilent = [before, after].some((side) => side?.state === 'Silent');
  const hasCauses = !isSilent && ![before, after].every(repeatsState);
  return words
    .filter((word) => word !== 'cause' || hasCauses)
    .map((word) => ({ fact: word, before: valuesOf(before, word), after: valuesOf(after, word) }))
    .filter(
      (fact) => !isOnce || fact.fact === 'state' || [fact.before, fact.after].some((some) => some?.length),
    );
}
