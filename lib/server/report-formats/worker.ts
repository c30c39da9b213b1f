import { parentPort, workerData } from 'node:worker_threads';
import type { FilesOrder } from './in-worker';
import { makeFiles } from './make-files';

// One thread per report: all of its memory is released when it ends.

/** Buffer keeps small ones in shared memory that cannot be transferred. */
const ownMemory = (bytes: Uint8Array): Uint8Array =>
  bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

const { json, signer } = workerData as FilesOrder;
const { files, signed } = await makeFiles(json, signer);
const given = files.map((file) => ({ ...file, bytes: ownMemory(file.bytes) }));
parentPort?.postMessage(
  { files: given, signed },
  given.map(({ bytes }) => bytes.buffer as ArrayBuffer),
);
