/** A file as its reader has it in the end. */
export async function readExport(
  file: Promise<{ chunks: AsyncIterable<string | Uint8Array> }>,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of (await file).chunks) parts.push(Buffer.from(chunk as string));
  return Buffer.concat(parts);
}
