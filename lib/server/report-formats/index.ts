import { makeFilesInWorker } from './in-worker';
import type { ReportFiles } from './make-files';
import type { Signer } from './sign';

export type { ReportFile } from './make-files';
export type { Signer } from './sign';

/**
 * Makes every file of a report from its JSON format alone, in a thread, so that the event loop stays free.
 * The content object is not needed: for a large fleet it takes as much memory as all files.
 */
export const filesOfReport = (json: Uint8Array, signer: Signer, signal?: AbortSignal): Promise<ReportFiles> =>
  makeFilesInWorker({ json, signer }, signal);
