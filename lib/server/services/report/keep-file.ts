import type { ReportFormat } from '@/lib/contracts/words/reports';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import type { ReportFile } from '@/lib/server/report-formats';

/**
 * Encoding or decoding a piece of this size blocks the event loop for some milliseconds; 25 MB at once took
 * 450.
 */
const PIECE_BYTES = 256 * 1024;

/** A PostgreSQL value cannot exceed a gigabyte, including its length header. */
const LARGEST_BYTES = 1024 ** 3 - 1024;

function refuseTooLarge({ format, bytes }: ReportFile): void {
  if (bytes.length <= LARGEST_BYTES) return;
  const megabytes = Math.round(bytes.length / 1_000_000);
  throw new ServiceError(
    'unavailable',
    `Its file of the format ${format} has ${megabytes} MB, and the database keeps none above a gigabyte: ask for fewer hosts`,
  );
}

/**
 * Writes all files of a report, and calls `progress` after each piece with the share that is written. An
 * error that it throws ends the writing.
 */
export async function keepFiles(
  tx: Db,
  reportId: string,
  files: readonly ReportFile[],
  progress: (share: number) => Promise<void>,
): Promise<void> {
  for (const file of files) refuseTooLarge(file);
  const all = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let written = 0;
  for (const file of files)
    await keepFile(tx, reportId, file, (bytes) => {
      written += bytes;
      return progress(written / all);
    });
}

/** Writes a file in pieces, which PostgreSQL joins, in the transaction of its report. */
async function keepFile(
  tx: Db,
  reportId: string,
  { format, sha256, bytes }: ReportFile,
  goOn: (bytes: number) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    const piece = new Uint8Array(bytes.subarray(start, start + PIECE_BYTES));
    await tx.reportPiece.create({ data: { reportId, format, start, bytes: piece }, select: { start: true } });
    await goOn(piece.length);
  }
  await tx.$executeRaw`
    INSERT INTO report_file (report_id, format, sha256, bytes)
    SELECT ${reportId}::uuid, ${format}::text, ${sha256}::text, string_agg(bytes, ''::bytea ORDER BY start)
    FROM report_piece WHERE report_id = ${reportId}::uuid AND format = ${format}::text`;
  await tx.reportPiece.deleteMany({ where: { reportId, format } });
}

const pieces = rowsOf('piece of a file of a report', { size: 'number', piece: 'bytes' });

/** Reads a file in such pieces too; null if the report has no file in this format. */
export async function readFile(db: Db, reportId: string, format: ReportFormat): Promise<Uint8Array | null> {
  // Each piece is copied to its place at once, so that tens of megabytes are never copied together.
  let file = new Uint8Array();
  for (let start = 0, size = 1; start < size; start += PIECE_BYTES) {
    const [found] = await pieces(db)`
      SELECT length(bytes) AS size, substring(bytes FROM ${start + 1}::int FOR ${PIECE_BYTES}::int) AS piece
      FROM report_file WHERE report_id = ${reportId}::uuid AND format = ${format}::text`;
    if (found === undefined) return null;
    size = found.size;
    if (start === 0) file = Buffer.allocUnsafeSlow(size);
    file.set(found.piece, start);
  }
  return file;
}
