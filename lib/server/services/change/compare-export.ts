import type { ComparedHost, ExportChangelogInput } from '@/lib/contracts/compare';
import { COMPARED } from '@/lib/contracts/words/changes';
import { formatCompareWords } from '@/lib/contracts/words/compare';
import { loadMessages } from '@/lib/i18n/messages';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { countDifferences, pageOfDifferences } from '@/lib/server/db/fleet/answers/compare';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfBatches } from '@/lib/server/files/csv';
import { aboutInJson, aboutSheet, type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { jsonOf } from '@/lib/server/files/json';
import { xlsxOf } from '@/lib/server/files/xlsx';
import { toldHost } from './compare';
import { type Comparison, readComparison } from './comparison';

/** Batches are large because each one compares the fleets again. One batch at a time is held in memory. */
const BATCH = 5_000;

type Chunk = string | Uint8Array;
export type ChangelogFile = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<Chunk>;
};

type Column = readonly [string, (host: ComparedHost) => CellValue];
const newest = ({ before, after }: ComparedHost) => after ?? before;

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['hostname', (host) => newest(host)?.hostname ?? null],
  ['fqdn', (host) => newest(host)?.fqdn ?? null],
  ['fabric', (host) => newest(host)?.fabric ?? null],
  ['cluster', (host) => newest(host)?.cluster ?? null],
  ['outcome', ({ outcome }) => outcome],
  ['differs', ({ differs }) => differs],
  ['shieldedVms', ({ shieldedVms }) => shieldedVms],
  ...([...COMPARED, 'attestationStatus'] as const).flatMap((word): Column[] => [
    [`${word}Before`, ({ before }) => before?.[word] ?? null],
    [`${word}After`, ({ after }) => after?.[word] ?? null],
  ]),
];
const NAMES = COLUMNS.map(([name]) => name);

type Batches = AsyncIterable<readonly ComparedHost[]>;

async function* cellsOf(batches: Batches): AsyncGenerator<readonly (readonly CellValue[])[]> {
  for await (const hosts of batches) yield hosts.map((host) => COLUMNS.map(([, read]) => read(host)));
}

/** Every host that differs and that the question asks for, in the order of names. */
async function* batchesOf(ctx: Ctx, { sides, narrowed }: Comparison): AsyncGenerator<ComparedHost[]> {
  let after: { position: string; id: string } | null = null;
  do {
    const rows = await pageOfDifferences(ctx.db, sides, { after, limit: BATCH, ...narrowed });
    yield rows.map(toldHost);
    const last = rows.at(-1);
    after = rows.length === BATCH && last !== undefined ? { position: last.position, id: last.id } : null;
  } while (after !== null);
}

type About = Comparison & {
  input: ExportChangelogInput;
  counted: Awaited<ReturnType<typeof countDifferences>>;
};

/**
 * The fleet at `to` is compared with the fleet at `from`, which may be the later time. The file names both
 * times, because an answer without `to` compared with now.
 */
const aboutOf = (input: ExportChangelogInput, { from, to }: Pick<Comparison, 'from' | 'to'>): FileAbout => ({
  asked: new URLSearchParams([
    ['from', from.toISOString()],
    ['to', to.toISOString()],
    ...formatCompareWords(input),
  ]),
  ...{ asOf: to, since: from, isEitherWay: true, fabrics: { chosen: input.fabric } },
});

const WRITERS = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (batches: Batches, { input }: About) => csvOfBatches(input.lang, NAMES, cellsOf(batches)),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (batches: Batches, { input, from, to }: About) => {
      const { hosts, report } = loadMessages(input.lang);
      return xlsxOf({ madeAt: to }, [
        { name: hosts.title, columns: NAMES, batches: cellsOf(batches) },
        aboutSheet(aboutOf(input, { from, to }), report),
      ]);
    },
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    // The file has the shape of the list with every host on one page, so that one reader can read both.
    write: (batches: Batches, { from, to, counted, input }: About) => {
      const { facets: _, ...figures } = counted;
      const { asked } = aboutInJson(aboutOf(input, { from, to }));
      const before = { from: from.toISOString(), to: to.toISOString(), asked, ...figures };
      return jsonOf({ before, name: 'hosts', after: () => ({ nextCursor: null }) }, batches);
    },
  },
} satisfies Record<ExportChangelogInput['format'], object>;

/** Reads the first batch before the answer begins: until then a failure can still be reported. */
async function begun(batches: AsyncGenerator<ComparedHost[]>): Promise<Batches> {
  const first = await batches.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* batches;
  })();
}

/**
 * A file of all hosts that a comparison shows, however many. The export is audited before the first byte
 * leaves, in the database given for it, because the queried one may be a replica.
 */
export async function exportChangelog({
  ctx,
  input,
  log,
}: Verb<ExportChangelogInput> & { log: Ctx['db'] }): Promise<ChangelogFile> {
  authorize(ctx, 'host.export');
  authorize(ctx, 'history.read');
  const comparison = await readComparison(ctx, input);
  const { from, to, sides, narrowed } = comparison;
  const counted = await countDifferences(ctx.db, sides, narrowed);
  const batches = await begun(batchesOf(ctx, comparison));
  const { format, lang } = input;
  const filter = formatCompareWords(input).toString();
  const times = { from: from.toISOString(), to: to.toISOString() };
  await audit(log, ctx, {
    action: 'change.comparisonExported',
    detail: { format, lang, ...times, filter, hosts: counted.total },
  });
  const { contentType, write } = WRITERS[format];
  const about = aboutOf(input, comparison);
  const chunks = write(batches, { ...comparison, input, counted });
  return { fileName: fileNameOf('compare', about, format), contentType, about, chunks };
}
