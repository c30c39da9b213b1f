import { Worker } from 'node:worker_threads';
import type { ReportFiles } from './make-files';
import type { Signer } from './sign';

/**
 * `json` is the report's JSON format. As bytes it is transferred to the thread at once, while copying ten
 * thousand hosts as objects would block the event loop. The sender loses it.
 */
export type FilesOrder = { json: Uint8Array; signer: Signer };

/**
 * The worker is next to the server's bundle. Tests run from the sources and build it elsewhere
 * (test/support/workers.ts).
 */
const program = import.meta.url.endsWith('.ts')
  ? new URL('../../../.cache/workers/report-files.js', import.meta.url)
  : new URL('./report-files.js', import.meta.url);

/** Runs `makeFiles` in a thread that ends with it, or when it is no longer wanted. */
export async function makeFilesInWorker(order: FilesOrder, signal?: AbortSignal): Promise<ReportFiles> {
  signal?.throwIfAborted();
  const transferList = [order.json.buffer as ArrayBuffer];
  const worker = new Worker(program, { workerData: order, transferList });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      // Has no effect after an answer or an error.
      worker.once('exit', () =>
        reject(signal?.reason ?? new Error('The thread that makes the files of a report ended without them')),
      );
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
