import type { ReportContent } from '@/lib/contracts/report-content';
import { makeFilesInWorker } from './in-worker';
import { jsonOfReport } from './json';
import type { ReportFiles } from './make-files';
import type { Signer } from './sign';

export type { ReportFile } from './make-files';
export type { Signer } from './sign';

/** Every file of a report, made from its content alone, in a thread, so that the server's loop goes on meanwhile. */
export async function filesOfReport(
  content: ReportContent,
  signer: Signer,
  signal?: AbortSignal,
): Promise<ReportFiles> {
  return makeFilesInWorker({ json: await jsonOfReport(content), signer }, signal);
}
