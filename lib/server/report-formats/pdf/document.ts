import PDFDocument from 'pdfkit';

/** An object of the file in pdfkit's form. */
export type Reference = {
  data: Record<string, unknown>;
  compress: boolean;
  end: (bytes?: Uint8Array) => void;
};

export const referenceOf = (doc: PDFKit.PDFDocument, data: object) => doc.ref(data) as unknown as Reference;

/** A font in pdfkit's form. */
type Font = {
  id: string;
  ref: () => Reference;
  encode: (text: string, features?: readonly string[]) => [string[], unknown];
};
/** Members of pdfkit that its types omit; its version is pinned, and tests read the output. */
export type Inner = {
  _font: Font;
  page: { fonts: Record<string, Reference>; write: (data: string) => void };
};

const CHUNK_BYTES = 1 << 20;

/** Collects many small pieces into few large ones. */
type Sink = { add: (bytes: Uint8Array) => void; all: () => Uint8Array };

function sinkOf(): Sink {
  const full: Uint8Array[] = [];
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = 0;
  const cut = () => {
    full.push(chunk.subarray(0, used));
    chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    used = 0;
  };
  return {
    add: (bytes) => {
      if (used + bytes.length > CHUNK_BYTES) cut();
      if (bytes.length > CHUNK_BYTES) full.push(bytes);
      else {
        chunk.set(bytes, used);
        used += bytes.length;
      }
    },
    all: () => {
      cut();
      return Buffer.concat(full);
    },
  };
}

/**
 * pdfkit turns its output into a stream and keeps each operator of a page as separate bytes: with ten
 * thousand hosts, millions of arrays of a few bytes. Here output goes straight to its place, and a page is
 * one text.
 */
export class Document extends PDFDocument {
  declare private sink: Sink | undefined;
  declare private pages: Map<Inner['page'], string[]> | undefined;

  /** Called before the constructor of this class has run. */
  override push(bytes: Uint8Array | null): boolean {
    this.sink ??= sinkOf();
    if (bytes !== null) this.sink.add(bytes);
    return true;
  }

  override addContent(data: string): this {
    const { page } = this as unknown as Inner;
    this.pages ??= new Map();
    const written = this.pages.get(page);
    if (written) written.push(data);
    else this.pages.set(page, [data]);
    return this;
  }

  /** The complete file. Nothing can be added to it afterwards. */
  finish(): Uint8Array {
    for (const [page, written] of this.pages ?? []) page.write(written.join('\n'));
    this.end();
    return this.sink?.all() ?? new Uint8Array();
  }
}
