import {
  type ExportSelectionInput,
  HOST_FIELDS,
  type HostField,
  type HostFile,
  type HostRow,
} from '@/lib/contracts/fleet';
import { type ExportFormat, formatHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import { loadMessages } from '@/lib/i18n/messages';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { batchesOfHosts, type FiledHost } from '@/lib/server/db/fleet/answers/export-rows';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { csvOf } from '@/lib/server/files/csv';
import { aboutInJson, aboutSheet, type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { jsonOf } from '@/lib/server/files/json';
import { xlsxOf } from '@/lib/server/files/xlsx';
import type { SheetCell } from '@/lib/server/files/xlsx-cells';
import { HOST_TABLE } from './host-csv';
import { filedRow, fleetQuestion } from './internal';
import { readFilter, selectHosts } from './select';

type Language = 'en' | 'fr';

export type ExportInput = Pick<HostQuery, 'filter' | 'at' | 'sort' | 'order'> & {
  /** If set, the file holds only the hosts with these ids. */
  hosts?: readonly string[] | undefined;
  format: ExportFormat;
  lang: Language;
  /** Those of a CSV or XLSX, in their order; all of them where none are named. */
  columns?: readonly HostField[] | undefined;
};

type Chunk = string | Uint8Array;

/** The caller must read `chunks` to the end or call its `return`, because they hold a database connection. */
export type HostExport = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<Chunk>;
};

type Batches = AsyncIterable<FiledHost[]>;
type About = FileAbout & { lang: Language; columns: readonly HostField[] };
type Writer = (batches: Batches, about: About) => AsyncGenerator<Chunk>;

async function* rowsOf(batches: Batches) {
  for await (const hosts of batches) yield hosts.map(filedRow);
}

const TIMES = ['since', 'lastObservedAt'] as const satisfies readonly (keyof HostRow)[];
const isTime = (column: keyof HostRow): column is (typeof TIMES)[number] =>
  TIMES.some((time) => time === column);

const timeCell = (time: string | null): SheetCell => (time === null ? null : { localMs: Date.parse(time) });

/** A spreadsheet cell has no time zone, so its column names the zone. */
const headOf = (column: HostField) => (isTime(column) ? `${column} (UTC)` : column);
const cellOf = (row: HostRow, column: HostField): SheetCell =>
  isTime(column) ? timeCell(row[column]) : row[column];

async function* cellsOf(batches: Batches, columns: readonly HostField[]) {
  for await (const rows of rowsOf(batches))
    yield rows.map((row) => columns.map((column) => cellOf(row, column)));
}

function aboutOf(input: ExportInput, asOf: Date): FileAbout {
  const { filter, hosts } = input;
  const asked = formatHostQuery({ filter });
  return { asked, asOf, fabrics: { chosen: filter.fabric }, selected: hosts?.length };
}

type Ends = 'total' | 'nextCursor' | 'previousCursor';
const endOf = (total: number) =>
  ({ total, nextCursor: null, previousCursor: null }) satisfies Pick<HostFile, Ends>;

const WRITERS: Readonly<Record<ExportFormat, { contentType: string; write: Writer }>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (batches, { lang, columns }) => csvOf(lang, { ...HOST_TABLE, columns }, batches),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (batches, about) => {
      const { hosts: texts, report } = loadMessages(about.lang);
      const hosts = {
        name: texts.title,
        columns: about.columns.map(headOf),
        batches: cellsOf(batches, about.columns),
      };
      return xlsxOf({ madeAt: about.asOf }, [hosts, aboutSheet(about, report)]);
    },
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    // The file has the shape of the list with every row on one page, so that one reader can read both.
    write: (batches, about) =>
      jsonOf({ before: aboutInJson(about), name: 'hosts', after: endOf }, rowsOf(batches)),
  },
};

type FleetBatches = ReturnType<typeof batchesOfHosts>;

/** Pauses once when the first rows are there: until then nothing was sent, and a failure can still be reported. */
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

/** Exports exactly the selected hosts, or none if other hosts match by now. */
export async function frozenExport({ ctx, input }: Verb<ExportSelectionInput>): Promise<ExportInput> {
  authorize(ctx, 'host.export');
  const { format, lang, columns, sort, order, filter, at } = input;
  const hosts = await selectHosts(ctx, input, at);
  const query = filter === undefined ? { filter: {}, at } : readFilter(filter);
  return {
    ...{ format, lang, columns, sort, order },
    filter: query.filter,
    at: query.at,
    hosts: hosts.map(({ id }) => id),
  };
}

/** Every host that the filter matches, however many, read while the file is written. */
export async function exportHosts({ ctx, input }: Verb<ExportInput>): Promise<HostExport> {
  authorize(ctx, 'host.export');
  const { format, lang, columns = HOST_FIELDS } = input;
  if (format === 'json' && input.columns !== undefined)
    throw new ServiceError('invalid_value', 'columns: JSON has every field; ask for csv or xlsx', {
      pointer: 'columns',
    });
  const question = await fleetQuestion(ctx, input);
  const about = aboutOf(input, momentOf(question.when));
  const { contentType, write } = WRITERS[format];
  const batches = batchesOfHosts(ctx.db, question, input);
  const chunks = written(batches, (hosts) => write(hosts, { ...about, lang, columns }));
  await chunks.next();
  return { fileName: fileNameOf('hosts', about, format), contentType, about, chunks };
}
