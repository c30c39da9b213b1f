import type { ChangeGroup, ComparedHost } from '@/lib/contracts/compare';
import { COMPARED } from '@/lib/contracts/words/changes';

type Fact = ChangeGroup['facts'][number];
type Word = Fact['fact'];
type Side = NonNullable<ComparedHost['before']>;

/** State and causes come first because they explain the rest. */
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

/** Whether the causes add nothing to the state: they have the state's name, or the host is able. */
const repeatsState = (side: Side | null) =>
  side === null || side.cause.every((cause) => cause === side.state);

/** The facts shown about a host: those that differ, or all of them when the host joined or left. */
export function factsOf({ before, after, differs }: ComparedHost): Fact[] {
  const isOnce = before === null || after === null;
  const words = ORDER.filter((word) =>
    isOnce ? word === 'state' || word === 'cause' : differs.includes(word),
  );
  // The causes of a silent host are unknown, so an empty list would be wrong.
  const isSilent = [before, after].some((side) => side?.state === 'Silent');
  const hasCauses = !isSilent && ![before, after].every(repeatsState);
  return words
    .filter((word) => word !== 'cause' || hasCauses)
    .map((word) => ({ fact: word, before: valuesOf(before, word), after: valuesOf(after, word) }))
    .filter(
      (fact) => !isOnce || fact.fact === 'state' || [fact.before, fact.after].some((some) => some?.length),
    );
}
