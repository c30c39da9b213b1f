import type { ChangeRow } from '@/lib/contracts/changes';
import { CHANGE_SPANS, type ChangeQuery, formatChangeQuery } from '@/lib/contracts/words/changes';
import { type ExportFormat, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { loadMessages } from '@/lib/i18n/messages';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfBatches } from '@/lib/server/files/csv';
import { aboutInJson, aboutSheet, type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { jsonOf } from '@/lib/server/files/json';
import { xlsxOf } from '@/lib/server/files/xlsx';
import type { SheetCell } from '@/lib/server/files/xlsx-cells';
import { listChanges } from './list';

type Asked = Omit<ChangeQuery, 'limit' | 'cursor'>;
export type ExportChangesInput = Asked & { format: ExportFormat; lang: 'en' | 'fr' };

type Chunk = string | Uint8Array;
export type ChangesExport = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<Chunk>;
};

type Pages = AsyncIterable<ChangeRow[]>;
type Writer = (pages: Pages, about: FileAbout & Pick<ExportChangesInput, 'lang'>) => AsyncGenerator<Chunk>;

const TIMES: readonly (readonly [string, (change: ChangeRow) => string])[] = [
  ['at', ({ at }) => at],
  ['recordedAt', ({ recordedAt }) => recordedAt],
];

const WORDS: readonly (readonly [string, (change: ChangeRow) => CellValue])[] = [
  ['kind', ({ kind }) => kind],
  ['hostname', ({ hostname }) => hostname],
  ['fabric', ({ fabric }) => fabric],
  ['cluster', ({ cluster }) => cluster],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['gained', ({ gained }) => gained],
  ['regressed', ({ regressed }) => regressed],
  ['fixed', ({ fixed }) => fixed],
  ['causes', ({ causes }) => causes],
  ['shieldedVms', ({ vms }) => vms?.count ?? null],
  ['vmEffect', ({ vms }) => vms?.effect ?? null],
  ['waveId', ({ waveId }) => waveId ?? null],
  ['hostId', ({ hostId }) => hostId],
  ['id', ({ id }) => id],
];

const words = (change: ChangeRow) => WORDS.map(([, read]) => read(change));
const WORD_NAMES = WORDS.map(([name]) => name);

async function* textsOf(pages: Pages): AsyncGenerator<CellValue[][]> {
  for await (const changes of pages)
    yield changes.map((change) => [...TIMES.map(([, read]) => read(change)), ...words(change)]);
}

/** A spreadsheet cell has no time zone, so its column names the zone. */
async function* cellsOf(pages: Pages): AsyncGenerator<SheetCell[][]> {
  for await (const changes of pages)
    yield changes.map((change) => [
      ...TIMES.map(([, read]) => ({ localMs: Date.parse(read(change)) })),
      ...words(change),
    ]);
}

const WRITERS: Readonly<Record<ExportFormat, { contentType: string; write: Writer }>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (pages, { lang }) =>
      csvOfBatches(lang, [...TIMES.map(([name]) => name), ...WORD_NAMES], textsOf(pages)),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (pages, about) => {
      const { asOf, lang } = about;
      const columns = [...TIMES.map(([name]) => `${name} (UTC)`), ...WORD_NAMES];
      const { changes, report } = loadMessages(lang);
      const sheet = { name: changes.page.title, columns, batches: cellsOf(pages) };
      return xlsxOf({ madeAt: asOf }, [sheet, aboutSheet(about, report)]);
    },
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    // The file has the shape of the list with every change on one page, so that one reader can read both.
    write: (pages, about) =>
      jsonOf({ before: aboutInJson(about), name: 'changes', after: () => ({ nextCursor: null }) }, pages),
  },
};

type Listed = Awaited<ReturnType<typeof listChanges>>;

/** The first page and all pages after it, each read when the consumer asks for it. */
async function* pagesFrom(ctx: Ctx, asked: Asked, first: Listed): AsyncGenerator<ChangeRow[]> {
  yield first.changes;
  let cursor = first.nextCursor;
  while (cursor !== null) {
    const page = await listChanges({ ctx, input: { ...asked, limit: MAX_LIMIT, cursor } });
    yield page.changes;
    cursor = page.nextCursor;
  }
}

function aboutOf({ at: _, ...asked }: Asked, asOf: Date): FileAbout {
  const { filter, within, since, until } = asked;
  return {
    asked: formatChangeQuery(asked),
    ...{ asOf, until, since: within === null ? since : new Date(asOf.getTime() - CHANGE_SPANS[within]) },
    fabrics: { chosen: filter.fabric },
  };
}

/** Every change that the filters show, however many, newest first. */
export async function exportChanges({ ctx, input }: Verb<ExportChangesInput>): Promise<ChangesExport> {
  authorize(ctx, 'host.export');
  const { format, lang, ...asked } = input;
  const first = await listChanges({ ctx, input: { ...asked, limit: MAX_LIMIT, cursor: null } });
  const { contentType, write } = WRITERS[format];
  const about = aboutOf(asked, new Date(first.asOf));
  const chunks = write(pagesFrom(ctx, asked, first), { ...about, lang });
  return { fileName: fileNameOf('changes', about, format), contentType, about, chunks };
}

/**
 * Audits the export before any data leaves. It is separate from `exportChanges`, whose database may be a
 * replica.
 */
export async function auditChangesExport({ ctx, input }: Verb<ExportChangesInput>): Promise<void> {
  authorize(ctx, 'host.export');
  const { format, lang, ...asked } = input;
  const filter = formatChangeQuery(asked).toString();
  await audit(ctx.db, ctx, { action: 'change.exported', detail: { format, lang, filter } });
}
