import { type Bytes, joined } from './bytes';

/** Turns each byte into one character, without loss. */
const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

const EMBEDDED =
  /\/Type \/EmbeddedFile\n[^>]*?\/Size (\d+)[\s\S]{0,200}?\/Length (\d+)[\s\S]{0,200}?>>\nstream\n/g;

/** Unpacks at most the declared number of bytes, so that a file cannot use up the memory. */
async function unpacked(packed: Uint8Array, size: number): Promise<Bytes | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([new Uint8Array(packed)])
      .stream()
      .pipeThrough(new DecompressionStream('deflate'));
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > size) {
        await reader.cancel();
        return undefined;
      }
      parts.push(read.value);
    }
  } catch {
    return undefined;
  }
  return length === size ? joined(parts) : undefined;
}

/**
 * The attached files of this size. They are found by searching, because a digest identifies each: something
 * that only looks like one does no harm.
 */
export async function attachedFiles(pdf: Uint8Array, size: number): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (const match of latin1(pdf).matchAll(EMBEDDED)) {
    if (Number(match[1]) !== size) continue;
    const start = match.index + match[0].length;
    const bytes = await unpacked(pdf.subarray(start, start + Number(match[2])), size);
    if (bytes !== undefined) found.push(bytes);
  }
  return found;
}
