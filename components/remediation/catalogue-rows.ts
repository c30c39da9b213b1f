import type { ToldAt, ToldStep } from '@/components/fleet/remediation-steps';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { THEMES, type Theme, themeOf } from '@/lib/domain/remediation/themes';
import { grouped } from '@/lib/util/grouped';

/** All entries of one word: some words have one for each group of attestation modes. */
export type CatalogueRow = Pick<CatalogueEntry, 'key' | 'kind' | 'title'> & {
  theme: Theme;
  entries: CatalogueEntry[];
};

/**
 * The rows with each script that stands in several places told whole in the first of them: on paper the others say where that
 * is, since nothing there is folded.
 */
export function tellScriptsOnce<Row extends CatalogueRow>(rows: readonly Row[]): Row[] {
  const first = new Map<string, ToldAt>();
  const toldOnce = (entry: CatalogueEntry): CatalogueEntry => ({
    ...entry,
    steps: entry.steps.map((step, index): ToldStep => {
      if (step.command === undefined || step.command.split('\n').length < WORTH_LINES) return step;
      const toldAt = first.get(step.command);
      if (toldAt !== undefined) return { ...step, toldAt };
      first.set(step.command, { title: entry.title, step: index + 1 });
      return step;
    }),
  });
  return rows.map((row) => ({ ...row, entries: row.entries.map(toldOnce) }));
}

/** A script that is shorter is shorter than where to find it. */
const WORTH_LINES = 6;

/** Rows in the order of their first entries. */
export function catalogueRows(entries: readonly CatalogueEntry[]): CatalogueRow[] {
  return [...grouped(entries, ({ key, kind }) => `${kind} ${key}`).values()].map((group) => {
    const [first] = group as [CatalogueEntry];
    // What is said where the mode is not known is true of each.
    const general = group.find(({ modes }) => modes?.includes('Unknown')) ?? first;
    return { key: first.key, kind: first.kind, title: general.title, theme: themeOf(first), entries: group };
  });
}

/** Themes that have rows, the one of the first row before all others where that row was asked for by name. */
export function rowsByTheme<Row extends { theme: Theme }>(
  rows: readonly Row[],
  isFirstNamed: boolean,
): [Theme, Row[]][] {
  const first = isFirstNamed ? rows[0]?.theme : undefined;
  const order = THEMES.toSorted((a, b) => Number(b === first) - Number(a === first));
  return order
    .map((theme): [Theme, Row[]] => [theme, rows.filter((row) => row.theme === theme)])
    .filter(([, ofTheme]) => ofTheme.length > 0);
}
