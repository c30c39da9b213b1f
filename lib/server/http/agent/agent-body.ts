import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';

const inflate = promisify(gunzip);

const tooLarge = (what: string) =>
  new ServiceError('too_large', `${what}. Send fewer snapshots in one request`);

/**
 * Reads the body of an agent's request. Nothing is read before the credential is valid. Bytes are counted as
 * they arrive and inflate, so that no body costs more than its limit.
 */
export async function readAgentBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  requireJson(request);
  const coding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding !== 'gzip' && coding !== 'identity')
    throw new ServiceError('unsupported_media_type', 'Content-Encoding must be gzip or absent');
  const sent = await readBytes(request, limitBytes);
  return coding === 'gzip' ? inflateBytes(sent) : sent;
}

function requireJson(request: IncomingMessage): void {
  const [type, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => parameter.trim())
    .find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?(utf-8|utf8|us-ascii)"?$/.test(charset);
  if (type?.trim() !== 'application/json' || !isUtf8)
    throw new ServiceError('unsupported_media_type', 'Content-Type must be application/json in UTF-8');
}

function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const limit = `A request may hold ${limitBytes} bytes as sent`;
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else {
        // The rest is discarded unread, so that the answer reaches the sender.
        chunks.length = 0;
        reject(tooLarge(limit));
      }
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    // A client that hung up is neither the database's nor the host's fault: nothing was refused.
    const abort = (cause?: Error) =>
      reject(new ServiceError('request_aborted', 'The request ended before its body did', { cause }));
    request.on('error', abort);
    request.on('close', () => {
      if (!request.readableEnded) abort();
    });
  });
}

async function inflateBytes(sent: Buffer): Promise<Buffer> {
  try {
    return await inflate(sent, { maxOutputLength: AGENT_LIMITS.inflatedBytes });
  } catch (error) {
    if (error instanceof RangeError)
      throw tooLarge(`A request may inflate to ${AGENT_LIMITS.inflatedBytes} bytes`);
    throw new ServiceError('invalid_json', 'The body is not valid gzip', { cause: error });
  }
}
