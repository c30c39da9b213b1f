import { type Bytes, joined } from './bytes';

/** Each byte becomes one character, and nothing is lost. */
const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

const EMBEDDED =
  /\/Type \/EmbeddedFile\n[^>]*?\/Size (\d+)[\s\S]{0,200}?\/Length (\d+)[\s\S]{0,200}?>>\nstream\n/g;

/** What is packed, up to as many bytes as it is said to hold: nobody is made to hold more. */
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
 * The attached files of this size. Where they stand is found by looking for them, since each is told by its digest: what
 * only looks like one does no harm.
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
