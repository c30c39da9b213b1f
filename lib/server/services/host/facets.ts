import { Facets } from '@/lib/contracts/fleet';
import { FleetQuestionInput } from '@/lib/contracts/host-query';
import { FACET_WORDS, type FacetWord, HOST_WORDS } from '@/lib/domain/host-filter';
import { compareChecks } from '@/lib/domain/vocabulary';
import { countFacets } from '@/lib/server/db/fleet/answers/facets';
import { verb } from '@/lib/server/verbs/verb';
import { asOfText, fleetQuestion } from './internal';

type FacetValue = { value: string; count: number; all: number };
type Counted = ReadonlyMap<string, Omit<FacetValue, 'value'>>;

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function arrange(word: FacetWord, counted: Counted, chosen: readonly string[]): FacetValue[] {
  // A selected value that no host has stays listed, so that it can be deselected.
  const open = [...new Set([...counted.keys(), ...chosen])].sort(
    word === 'check' ? compareChecks : byCodeUnit,
  );
  // A closed list shows all its values in its own order, including those that no host has.
  return (HOST_WORDS[word].values ?? open).map((value) => ({
    value,
    ...(counted.get(value) ?? { count: 0, all: 0 }),
  }));
}

export const facetHosts = verb({
  procedure: 'host.facets',
  summary: 'Counts the hosts that match by each value of each facet.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: FleetQuestionInput,
  output: Facets,
  work: async ({ ctx, input }) => {
    const question = await fleetQuestion(ctx, input);
    const rows = await countFacets(ctx.db, question);
    const facets = FACET_WORDS.map((word) => {
      const counted = new Map(
        rows
          .filter((row) => row.word === word)
          .map(({ value, count, all_hosts: all }) => [value, { count, all }]),
      );
      const { include = [], exclude = [] } = input.filter[word] ?? {};
      return [word, arrange(word, counted, [...include, ...exclude])] as const;
    });
    return { asOf: asOfText(question), facets: Object.fromEntries(facets) };
  },
});
