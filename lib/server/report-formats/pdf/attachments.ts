import { createHash } from 'node:crypto';
import { type Reference, referenceOf } from './document';
import { CONTENT_SLOT_NAME, emptySlot } from './slot';

/** A file inside the PDF. */
export type PdfAttachment = { name: string; mimeType: string; bytes: Uint8Array };

type Attached = PdfAttachment & { relationship: string; isCompressed: boolean; modifiedAt: Date };

/** pdfkit's own `file`, without the checksum, which would cover the slot before it is filled. */
type Inner = PDFKit.PDFDocument & {
  addNamedEmbeddedFile: (name: string, reference: Reference) => void;
  _root: { data: { AF?: Reference[]; Names: { data: { EmbeddedFiles: NameTree } } } };
};

type NameTree = { _compareKeys: (a: string, b: string) => number };

/** The order that PDF requires, because readers use binary search. pdfkit sorts by the machine's language. */
const byCharacter: NameTree['_compareKeys'] = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A PDF name: characters other than plain letters and digits are written in hex. */
const nameObject = (text: string) =>
  text.replace(/[^A-Za-z0-9._-]/g, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `#${byte.toString(16).padStart(2, '0').toUpperCase()}`)
      .join(''),
  );

function embed(doc: PDFKit.PDFDocument, attached: Attached): Reference {
  const { mimeType, bytes, modifiedAt, isCompressed } = attached;
  const file = referenceOf(doc, {
    Type: 'EmbeddedFile',
    Subtype: nameObject(mimeType),
    Params: { Size: bytes.length, ModDate: modifiedAt },
  });
  if (!isCompressed) file.compress = false;
  file.end(bytes);
  return file;
}

function specify(doc: PDFKit.PDFDocument, { name, relationship }: Attached, file: Reference): void {
  const inner = doc as Inner;
  const specification = referenceOf(doc, {
    Type: 'Filespec',
    AFRelationship: relationship,
    F: new String(name),
    UF: new String(name),
    Desc: new String(name),
    EF: { F: file, UF: file },
  });
  specification.end();
  inner.addNamedEmbeddedFile(name, specification);
  const { data } = inner._root;
  data.Names.data.EmbeddedFiles._compareKeys = byCharacter;
  data.AF = [...(data.AF ?? []), specification];
}

/** Must be the first object of the file, where the slot is looked for. */
export function attachSlot(doc: PDFKit.PDFDocument, modifiedAt: Date): void {
  const slot = {
    name: CONTENT_SLOT_NAME,
    mimeType: 'application/json',
    bytes: emptySlot(),
    relationship: 'Supplement',
    isCompressed: false,
    modifiedAt,
  };
  specify(doc, slot, embed(doc, slot));
}

/** Attaches the data files, which have the content of the pages in another form. */
export function attachAll(
  doc: PDFKit.PDFDocument,
  attachments: readonly PdfAttachment[],
  modifiedAt: Date,
): void {
  for (const attachment of attachments) {
    const attached = { ...attachment, relationship: 'Alternative', isCompressed: true, modifiedAt };
    specify(doc, attached, embed(doc, attached));
  }
}
