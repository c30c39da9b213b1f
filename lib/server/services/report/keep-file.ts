import type { Db } from '@/lib/server/db/client';
import type { ReportFile } from '@/lib/server/report-formats';

/** Encoding so much for a statement holds up the server's loop for some milliseconds; 25 MB at once took 450. */
const PIECE_BYTES = 256 * 1024;

/** Writes a file in pieces that PostgreSQL puts together, within the transaction of the report that it belongs to. */
export async function keepFile(
  tx: Db,
  reportId: string,
  { format, sha256, bytes }: ReportFile,
): Promise<void> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    const piece = new Uint8Array(bytes.subarray(start, start + PIECE_BYTES));
    await tx.reportPiece.create({ data: { reportId, format, start, bytes: piece }, select: { start: true } });
  }
  await tx.$executeRaw`
    INSERT INTO report_file (report_id, format, sha256, bytes)
    SELECT ${reportId}::uuid, ${format}::text, ${sha256}::text, string_agg(bytes, ''::bytea ORDER BY start)
    FROM report_piece WHERE report_id = ${reportId}::uuid AND format = ${format}::text`;
  await tx.reportPiece.deleteMany({ where: { reportId, format } });
}
