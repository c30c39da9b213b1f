import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { aboutInHeaders, type FileAbout } from '@/lib/server/files/file-about';

type File = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<string | Uint8Array>;
};

/** The file's name, and its contents in headers, because a CSV has no room for these. */
export function nameFile(reply: FastifyReply, { fileName, about }: Pick<File, 'fileName' | 'about'>): void {
  reply.header('content-disposition', `attachment; filename="${fileName}"`).headers(aboutInHeaders(about));
}

type Limits = {
  /** A reader that takes nothing for this long counts as gone, whether it hung up or not. */
  stalledMs: number;
  /** The longest download: it holds a snapshot of the database. */
  longestMs: number;
};

const LIMITS: Limits = { stalledMs: 60_000, longestMs: 10 * 60_000 };

/**
 * Streams a file as fast as its reader takes it. `onEnd` is called once, when the file has released
 * everything. A file that fails midway ends its connection without a last chunk, so that no reader takes it
 * for complete.
 */
export function sendFile(reply: FastifyReply, file: File, onEnd: () => void, limits = LIMITS): FastifyReply {
  const signal = AbortSignal.timeout(limits.longestMs);
  const stream = Readable.from(file.chunks, { objectMode: false, signal }).once('close', onEnd);
  reply.raw.setTimeout(limits.stalledMs, () => reply.raw.destroy());
  nameFile(reply, file);
  return reply.type(file.contentType).send(stream);
}
