import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** One file of an archive; its content is read once, when the archive reaches it. */
export type ZipPart = { path: string; content: AsyncIterable<Uint8Array> };

const DEFLATE = 8;
/** The largest value of the format's 32-bit sizes and offsets. */
const LARGEST_ARCHIVE_BYTES = 0xffff_ffff;

/**
 * Content that is deflated outside the main thread, only as fast as it is read. Its size and checksum go into
 * `file` for the record after the data.
 */
async function* deflated(content: AsyncIterable<Uint8Array>, file: ZipInputFile): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const piece of content) {
      file.crc = crc32(piece, file.crc);
      file.size += piece.length;
      yield piece;
    }
  }
  const deflate = createDeflateRaw();
  const feeding = pipeline(Readable.from(counted(), { objectMode: false }), deflate);
  // The reader gets the error through `deflate`, which the pipeline destroys with it.
  feeding.catch(() => undefined);
  try {
    yield* deflate as AsyncIterable<Uint8Array>;
  } finally {
    // Waits until the source has released its resources, even if the reader has gone.
    await feeding.catch(() => undefined);
  }
}

/** An archive of parts as they come, none of which is held in memory. */
export async function* zipOf(parts: AsyncIterable<ZipPart>, madeAt: Date): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let sentBytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
    sentBytes += chunk.length;
    if (sentBytes > LARGEST_ARCHIVE_BYTES) throw new Error('The archive is larger than its format can hold');
  });
  for await (const { path, content } of parts) {
    const file: ZipInputFile = { filename: path, compression: DEFLATE, size: 0, crc: 0, mtime: madeAt };
    zip.add(file);
    for await (const chunk of deflated(content, file)) {
      file.ondata?.(null, chunk as Uint8Array<ArrayBuffer>, false);
      yield* ready.splice(0);
    }
    file.ondata?.(null, new Uint8Array(), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
