import type { z } from 'zod';
import { type AuditEntry, type AuditList, ExportAuditInput } from '@/lib/contracts/audit';
import { AUDIT_FILTER_WORDS, type AuditExportFormat } from '@/lib/contracts/words/audit';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfBatches } from '@/lib/server/files/csv';
import { aboutInJson, type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { jsonOf } from '@/lib/server/files/json';
import { parseInput } from '@/lib/server/request/parse-input';
import { listAudit } from './list-audit';

type Asked = z.output<typeof ExportAuditInput>;
type Pages = AsyncIterable<AuditEntry[]>;
type Writer = (pages: Pages, about: FileAbout & Pick<Asked, 'lang'>) => AsyncGenerator<string>;

export type AuditExport = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<string>;
};

type Column = readonly [string, (entry: AuditEntry) => CellValue];

const COLUMNS: readonly Column[] = [
  ['sequence', ({ sequence }) => sequence],
  ['at', ({ at }) => at],
  ['actorKind', ({ actor }) => actor.kind],
  ['actorId', ({ actor }) => actor.id],
  ['actorName', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['subjectKind', ({ subject }) => subject?.kind ?? null],
  ['subjectId', ({ subject }) => subject?.id ?? null],
  ['subjectName', ({ subject }) => subject?.name ?? null],
  ['requestId', ({ requestId }) => requestId],
  ['detail', ({ detail }) => JSON.stringify(detail)],
  ['previousHash', ({ previousHash }) => previousHash],
  ['hash', ({ hash }) => hash],
];

async function* fieldsOf(pages: Pages) {
  for await (const entries of pages) yield entries.map((entry) => COLUMNS.map(([, read]) => read(entry)));
}

const NAMES = COLUMNS.map(([name]) => name);

const WRITERS: Readonly<Record<AuditExportFormat, { contentType: string; write: Writer }>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    write: (pages, { lang }) => csvOfBatches(lang, NAMES, fieldsOf(pages)),
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    write: (pages, about) => {
      const after = (total: number) => ({ total, nextCursor: null });
      return jsonOf({ before: aboutInJson(about), name: 'entries', after }, pages);
    },
  },
};

/** The first page and those after it. New entries are only added at the other end, so none is met twice. */
async function* pagesFrom(ctx: Ctx, asked: AskedFilter, first: AuditList): AsyncGenerator<AuditEntry[]> {
  yield first.entries;
  let cursor = first.nextCursor;
  while (cursor !== null) {
    const page = await listAudit({ ctx, input: { ...asked, limit: MAX_LIMIT, cursor } });
    yield page.entries;
    cursor = page.nextCursor;
  }
}

type AskedFilter = Omit<Asked, 'format' | 'lang'>;

/** The filter as words of an address, so that the audit entry records which part of the log was exported. */
function wordsOf(asked: AskedFilter): URLSearchParams {
  const words = AUDIT_FILTER_WORDS.flatMap((word) => {
    const value = asked[word];
    return value === null ? [] : [[word, value instanceof Date ? value.toISOString() : value]];
  });
  return new URLSearchParams(words);
}

/**
 * Every entry that the filter matches, newest first, page by page as the consumer asks for it. The export is
 * audited before the first byte leaves; that entry is in the file if the filter matches it.
 */
export async function exportAudit({ ctx, input }: Verb<ExportAuditInput>): Promise<AuditExport> {
  authorize(ctx, 'audit.read');
  const asked = parseInput(ExportAuditInput, input);
  const { format, lang, ...filter } = asked;
  const { since, until } = filter;
  const about = { asked: wordsOf(filter), asOf: ctx.now, since, until };
  await audit(ctx.db, ctx, {
    action: 'audit.exported',
    detail: { format, lang, filter: about.asked.toString() },
  });
  const first = await listAudit({ ctx, input: { ...filter, limit: MAX_LIMIT } });
  const { contentType, write } = WRITERS[format];
  const chunks = write(pagesFrom(ctx, filter, first), { ...about, lang });
  return { fileName: fileNameOf('audit', about, format), contentType, about, chunks };
}
