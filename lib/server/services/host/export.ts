import type { HostList } from '@/lib/contracts/fleet';
import type { ExportSelectionInput } from '@/lib/contracts/selection';
import type { ExportFormat, HostQuery } from '@/lib/contracts/words/host-query';
import { loadMessages } from '@/lib/i18n/messages';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { blocksOfHosts, type HostBlock, hostsOf } from '@/lib/server/db/fleet/answers/export-rows';
import { csvOf } from '@/lib/server/files/csv';
import { jsonOf } from '@/lib/server/files/json';
import { xlsxOf } from '@/lib/server/files/xlsx';
import { HOST_TABLE } from './host-csv';
import { asOfText, filedRow, fleetQuestion, ROW_FIELDS } from './internal';
import { readFilter, selectHosts } from './select';

type Language = 'en' | 'fr';

export type ExportInput = Pick<HostQuery, 'filter' | 'at' | 'sort' | 'order'> & {
  /** Ids of the hosts that alone are in the file. */
  hosts?: readonly string[] | undefined;
  format: ExportFormat;
  lang: Language;
};

type Chunk = string | Uint8Array;

/** Whoever takes it owns `chunks`, which hold a connection until they were read to the end or returned. */
export type HostExport = { fileName: string; contentType: string; chunks: AsyncGenerator<Chunk> };

type Blocks = AsyncIterable<HostBlock>;
type Writer = (blocks: Blocks, about: { asOf: string; lang: Language }) => AsyncGenerator<Chunk>;

async function* rowsOf(blocks: Blocks) {
  for await (const block of blocks) yield Array.from(hostsOf(block), filedRow);
}

async function* fieldsOf(blocks: Blocks) {
  for await (const rows of rowsOf(blocks)) yield rows.map((row) => ROW_FIELDS.map((column) => row[column]));
}

const endOf = (total: number) =>
  ({ total, nextCursor: null, previousCursor: null }) satisfies Omit<HostList, 'asOf' | 'hosts'>;

const WRITERS: Readonly<Record<ExportFormat, { contentType: string; write: Writer }>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (blocks, { lang }) => csvOf(lang, HOST_TABLE, blocks),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (blocks, { asOf, lang }) => {
      const hosts = { name: loadMessages(lang).hosts.title, columns: ROW_FIELDS, batches: fieldsOf(blocks) };
      return xlsxOf({ madeAt: new Date(asOf) }, [hosts]);
    },
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    // The list's own shape with every row on its one page, so that one reader does for both.
    write: (blocks, { asOf }) => jsonOf({ before: { asOf }, name: 'hosts', after: endOf }, rowsOf(blocks)),
  },
};

type FleetBlocks = ReturnType<typeof blocksOfHosts>;

/** Halts once when the first rows are there: until then nothing was said, and a failure can still be told. */
async function* written(blocks: FleetBlocks, write: (hosts: Blocks) => AsyncGenerator<Chunk>) {
  try {
    const first = await blocks.next();
    yield '';
    yield* write(startingWith(first, blocks));
  } finally {
    await blocks.return();
  }
}

async function* startingWith(first: Awaited<ReturnType<FleetBlocks['next']>>, rest: FleetBlocks) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** The same of hosts that somebody selected: exactly those, or none where others match by now. */
export async function frozenExport({ ctx, input }: Verb<ExportSelectionInput>): Promise<ExportInput> {
  authorize(ctx, 'host.export');
  const { format, lang, sort, order, filter, at } = input;
  const hosts = await selectHosts(ctx, input, at);
  const query = filter === undefined ? { filter: {}, at } : readFilter(filter);
  return {
    ...{ format, lang, sort, order },
    filter: query.filter,
    at: query.at,
    hosts: hosts.map(({ id }) => id),
  };
}

/** Every host that the filter matches, however many, as it is read. */
export async function exportHosts({ ctx, input }: Verb<ExportInput>): Promise<HostExport> {
  authorize(ctx, 'host.export');
  const question = await fleetQuestion(ctx, input);
  const asOf = asOfText(question);
  const { contentType, write } = WRITERS[input.format];
  const blocks = blocksOfHosts(ctx.db, question, input);
  const chunks = written(blocks, (hosts) => write(hosts, { asOf, lang: input.lang }));
  await chunks.next();
  // Colons are not for file names.
  return { fileName: `hosts-${asOf.replaceAll(/[:.]/g, '-')}.${input.format}`, contentType, chunks };
}
