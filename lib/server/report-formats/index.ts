import { makeFilesInWorker } from './in-worker';
import type { ReportFiles } from './make-files';
import type { Signer } from './sign';

export type { ReportFile } from './make-files';
export type { Signer } from './sign';

/**
 * Every file of a report, made from its JSON format alone, in a thread, so that the server's loop goes on meanwhile. The
 * content itself is not needed: of a large fleet it takes as much memory as all files.
 */
export const filesOfReport = (json: Uint8Array, signer: Signer, signal?: AbortSignal): Promise<ReportFiles> =>
  makeFilesInWorker({ json, signer }, signal);
