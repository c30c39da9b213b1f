import { createHash } from 'node:crypto';
import { type Reference, referenceOf } from './document';
import { CONTENT_SLOT_NAME, emptySlot } from './slot';

/** A file to be found inside the PDF. */
export type PdfAttachment = { name: string; mimeType: string; bytes: Uint8Array };

type Attached = PdfAttachment & { relationship: string; isCompressed: boolean; modifiedAt: Date };

/** What pdfkit's own `file` does, without the checksum that it writes: it covers the slot before that is filled. */
type Inner = PDFKit.PDFDocument & {
  addNamedEmbeddedFile: (name: string, reference: Reference) => void;
  _root: { data: { AF?: Reference[]; Names: { data: { EmbeddedFiles: NameTree } } } };
};

type NameTree = { _compareKeys: (a: string, b: string) => number };

/** As PDF wants it: readers look names up by halves. pdfkit goes by the language of the machine. */
const byCharacter: NameTree['_compareKeys'] = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A name of PDF: what is not a plain letter or digit is written in hex. */
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

/** The first object of the file, which is where the slot is looked for. */
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

/** Each says what the pages say, in another form. */
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
