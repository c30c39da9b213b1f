import { parentPort, workerData } from 'node:worker_threads';
import type { FilesOrder } from './in-worker';
import { makeFiles } from './make-files';

// A thread for one report: what it took is given back when it ends.

/** Buffer keeps small ones in one piece of memory that cannot be given away. */
const ownMemory = (bytes: Uint8Array): Uint8Array =>
  bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

const { json, signer } = workerData as FilesOrder;
const { files, signed } = await makeFiles(json, signer);
const given = files.map((file) => ({ ...file, bytes: ownMemory(file.bytes) }));
parentPort?.postMessage(
  { files: given, signed },
  given.map(({ bytes }) => bytes.buffer as ArrayBuffer),
);
