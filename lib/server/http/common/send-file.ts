import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { aboutInHeaders, type FileAbout } from '@/lib/server/files/file-about';

type File = {
  fileName: string;
  contentType: string;
  about: FileAbout;
  chunks: AsyncGenerator<string | Uint8Array>;
};

/** What a file is called, and what it is of: a CSV has no room for that. */
export function nameFile(reply: FastifyReply, { fileName, about }: Pick<File, 'fileName' | 'about'>): void {
  reply.header('content-disposition', `attachment; filename="${fileName}"`).headers(aboutInHeaders(about));
}

type Limits = {
  /** A reader that takes nothing for so long is gone, whether it hung up or not. */
  stalledMs: number;
  /** As long as one download may last: it holds a snapshot of the database. */
  longestMs: number;
};

const LIMITS: Limits = { stalledMs: 60_000, longestMs: 10 * 60_000 };

/**
 * Streams a file as fast as its reader takes it. `onEnd` comes once, when the file holds nothing any more. A
 * file that fails midway ends its connection without a last chunk, so that no reader takes it for whole.
 */
export function sendFile(reply: FastifyReply, file: File, onEnd: () => void, limits = LIMITS): FastifyReply {
  const signal = AbortSignal.timeout(limits.longestMs);
  const stream = Readable.from(file.chunks, { objectMode: false, signal }).once('close', onEnd);
  reply.raw.setTimeout(limits.stalledMs, () => reply.raw.destroy());
  nameFile(reply, file);
  return reply.type(file.contentType).send(stream);
}
