import type { ExportFormat, HostQuery } from '@/lib/contracts/host-query';
import { loadMessages } from '@/lib/i18n/messages';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { batchesOfHosts, type FiledHost } from '@/lib/server/db/fleet/batches';
import { csvOf } from './csv';
import { asOfText, COLUMNS, filedRow, questionOf } from './internal';
import { jsonOf } from './json-file';
import { xlsxOf } from './xlsx';

type Language = 'en' | 'fr';

export type ExportInput = Pick<HostQuery, 'filter' | 'at' | 'sort' | 'order'> & {
  format: ExportFormat;
  lang: Language;
};

type Chunk = string | Uint8Array;

/** Whoever takes it owns `chunks`, which hold a connection until they were read to the end or returned. */
export type HostExport = { fileName: string; contentType: string; chunks: AsyncGenerator<Chunk> };

type Batches = AsyncIterable<FiledHost[]>;
type Writer = (batches: Batches, about: { asOf: string; lang: Language }) => AsyncGenerator<Chunk>;

async function* rowsOf(batches: Batches) {
  for await (const hosts of batches) yield hosts.map(filedRow);
}

async function* fieldsOf(batches: Batches) {
  for await (const rows of rowsOf(batches)) yield rows.map((row) => COLUMNS.map((column) => row[column]));
}

const WRITERS: Readonly<Record<ExportFormat, { contentType: string; write: Writer }>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (batches, { lang }) => csvOf(lang, batches),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (batches, { asOf, lang }) => {
      const sheetName = loadMessages(lang).hosts.title;
      return xlsxOf({ columns: COLUMNS, sheetName, madeAt: new Date(asOf) }, fieldsOf(batches));
    },
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    write: (batches, { asOf }) => jsonOf(asOf, rowsOf(batches)),
  },
};

type FleetBatches = ReturnType<typeof batchesOfHosts>;

/** Halts once when the first rows are there: until then nothing was said, and a failure can still be told. */
async function* written(batches: FleetBatches, write: (hosts: Batches) => AsyncGenerator<Chunk>) {
  try {
    const first = await batches.next();
    yield '';
    yield* write(startingWith(first, batches));
  } finally {
    await batches.return();
  }
}

async function* startingWith(first: Awaited<ReturnType<FleetBatches['next']>>, rest: FleetBatches) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** Every host that the filter matches, however many, as it is read. */
export async function exportHosts({ ctx, input }: Verb<ExportInput>): Promise<HostExport> {
  authorize(ctx, 'host.export');
  const question = await questionOf(ctx, input);
  const asOf = asOfText(question);
  const { contentType, write } = WRITERS[input.format];
  const batches = batchesOfHosts(ctx.db, question, input);
  const chunks = written(batches, (hosts) => write(hosts, { asOf, lang: input.lang }));
  await chunks.next();
  // Colons are not for file names.
  return { fileName: `hosts-${asOf.replaceAll(/[:.]/g, '-')}.${input.format}`, contentType, chunks };
}
