import { parentPort, workerData } from 'node:worker_threads';
import type { PdfOrder } from './in-worker';
import { renderPdf } from './render';

// A thread for one report: what it took is given back when it ends.
const { content, attachments } = workerData as PdfOrder;
const bytes = renderPdf(JSON.parse(new TextDecoder().decode(content)), attachments);
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
