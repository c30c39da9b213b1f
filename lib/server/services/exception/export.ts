import type { ExceptionRow, ExportExceptionsInput, ListExceptionsInput } from '@/lib/contracts/exception';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { exceptionName } from '@/lib/domain/exception';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfRows } from '@/lib/server/files/csv';
import { type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { listExceptions } from './list';

const nameOf = (other: { number: number } | null) => other && exceptionName(other.number);

type Column = readonly [string, (row: ExceptionRow) => CellValue];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['state', ({ state }) => state],
  ['fabrics', ({ fabrics }) => fabrics],
  ['causes', ({ causes }) => causes],
  ['reason', ({ reason }) => reason],
  ['control', ({ control }) => control],
  ['owner', ({ owner }) => owner],
  ['requestedAt', ({ requestedAt }) => requestedAt],
  ['requestedBy', ({ requestedBy }) => requestedBy.name],
  ['approvedAt', ({ approvedAt }) => approvedAt],
  ['approvedBy', ({ approvedBy }) => approvedBy?.name ?? null],
  ['withdrawnAt', ({ withdrawnAt }) => withdrawnAt],
  ['withdrawnBy', ({ withdrawnBy }) => withdrawnBy?.name ?? null],
  ['reviewAt', ({ reviewAt }) => reviewAt],
  ['endsAt', ({ endsAt }) => endsAt],
  ['follows', ({ follows }) => nameOf(follows)],
  ['renewedBy', ({ renewedBy }) => nameOf(renewedBy)],
  ['hosts', ({ hosts }) => hosts.total],
  ...COMPLIANCE.map((word): Column => [word, ({ hosts }) => hosts[word]]),
  ['gone', ({ hosts }) => hosts.gone],
  ['vmsBlocked', ({ vmsBlocked }) => vmsBlocked],
];

/**
 * A file of everything that a list shows on its pages, newest first. The export is audited before the first
 * byte leaves.
 */
export async function exportExceptions({
  ctx,
  input,
}: Verb<ExportExceptionsInput>): Promise<{ text: string; fileName: string; about: FileAbout }> {
  authorize(ctx, 'exception.read');
  const { lang, format, ...question } = input;
  const rows = await allOf(ctx, question);
  const about = aboutOf(question, ctx.now);
  const detail = { format, lang, filter: about.asked.toString(), exceptions: rows.length };
  await audit(ctx.db, ctx, { action: 'exception.exported', detail });
  const names = COLUMNS.map(([name]) => name);
  const cells = rows.map((row) => COLUMNS.map(([, read]) => read(row)));
  const fileName = fileNameOf('exceptions', about, format);
  return { text: csvOfRows(lang, names, cells), fileName, about };
}

type Question = Omit<ListExceptionsInput, 'limit' | 'cursor'>;

function aboutOf({ state, endingBefore, renewed, fabric, host, at }: Question, now: Date): FileAbout {
  const asked = new URLSearchParams([
    ...fabric.map((value) => ['fabric', value]),
    ...state.map((value) => ['state', value]),
    ...(endingBefore === null ? [] : [['endingBefore', endingBefore.toISOString()]]),
    ...(renewed === undefined ? [] : [['renewed', String(renewed)]]),
    ...(host === null ? [] : [['host', host]]),
  ]);
  return { asked, asOf: at ?? now, fabrics: { chosen: fabric.length === 0 ? undefined : fabricsIn(fabric) } };
}

async function allOf(ctx: Ctx, question: Question): Promise<ExceptionRow[]> {
  const rows: ExceptionRow[] = [];
  let cursor: string | null = null;
  do {
    const input: ListExceptionsInput = { ...question, limit: MAX_LIMIT, cursor };
    const page = await listExceptions({ ctx, input });
    rows.push(...page.exceptions);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}
