/** `qpdf --json=2 --json-stream-data=inline --decode-level=generalized`. */
type Entry = { value?: unknown; stream?: { data: string; dict: Record<string, unknown> } };
export type QpdfAnswer = { pages: { object: string }[]; qpdf: [unknown, Record<string, Entry>] };

export type Dictionary = Record<string, unknown>;

const REFERENCE = /^\d+ \d+ R$/;

/** The objects of a file, references followed. */
export function openObjects({ pages, qpdf: [, entries] }: QpdfAnswer) {
  const entryOf = (reference: unknown) => entries[`obj:${String(reference)}`];
  const get = (value: unknown): unknown => {
    if (typeof value !== 'string' || !REFERENCE.test(value)) return value;
    const entry = entryOf(value);
    return entry?.stream ? entry.stream.dict : get(entry?.value);
  };
  const trailer = entries.trailer?.value as Dictionary;
  return {
    get,
    catalog: get(trailer['/Root']) as Dictionary,
    pages: pages.map(({ object }) => object),
    /** What a stream holds, each byte a character. */
    text: (reference: unknown) =>
      Buffer.from(entryOf(reference)?.stream?.data ?? '', 'base64').toString('latin1'),
    all: (): Dictionary[] =>
      Object.values(entries)
        .map((entry) => entry.stream?.dict ?? entry.value)
        .filter((value): value is Dictionary => typeof value === 'object' && value !== null),
  };
}
