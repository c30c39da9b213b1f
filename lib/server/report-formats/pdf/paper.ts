import { INK } from '../ink';
import { printable } from '../printable';
import { Document, type Inner } from './document';
import { FACES, type Face, type LoadedFace, loadFace, TABULAR } from './fonts';

export const PAGE = { width: 595.28, height: 841.89, left: 42.5, right: 42.5, top: 40, bottom: 58 } as const;
export const INNER_WIDTH = PAGE.width - PAGE.left - PAGE.right;
const LINE_HEIGHT = 1.42;

export type Tag = PDFKit.PDFStructureElement;
type TagOptions = PDFKit.Mixins.StructureElementOptions & { scope?: 'Row' | 'Column' };

export type Style = {
  face: Face;
  size: number;
  ink: string;
  /** All digits have the same width, for figures in columns. */
  isTabular: boolean;
};

export const style = (given: Partial<Style> = {}): Style => ({
  face: 'regular',
  size: 9,
  ink: INK.text,
  isTabular: false,
  ...given,
});

export const lineHeight = ({ size }: Style) => size * LINE_HEIGHT;

/** A4 pages with a present place, in points from the upper edge. */
export type Paper = {
  doc: Document;
  document: Tag;
  /** The place of the next item. */
  y: number;
  /** The remaining height of the page. */
  room: () => number;
  newPage: () => void;
  /** Starts a new page unless this much height remains. */
  need: (height: number) => void;
  printable: (text: string, style: Style) => string;
  widthOf: (text: string, style: Style) => number;
  /** Printable text on one line with its upper edge at `y`. Call it only within a tag or an artifact. */
  set: (text: string, place: { x: number; y: number }, style: Style) => void;
  /** Content that is not read aloud. */
  artifact: (draw: () => void, type?: 'Layout' | 'Pagination') => void;
  /** A part of the document's structure; its creator ends it once it is complete. */
  tag: (parent: Tag, type: string, options?: TagOptions) => Tag;
  /** A part that contains only what is drawn. */
  leaf: (parent: Tag, type: string, draw: () => void, options?: TagOptions) => void;
};

function openDocument(options: PDFKit.PDFDocumentOptions, faces: Record<Face, LoadedFace>): Document {
  return new Document({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    displayTitle: true,
    autoFirstPage: false,
    // Each page shows the total number of pages.
    bufferPages: true,
    // Given here, because otherwise the first font would be one that is not embedded.
    font: faces.regular.source as unknown as string,
    // The memory for ten thousand names outweighs the time for laying them out.
    fontLayoutCache: false,
    ...options,
  } as PDFKit.PDFDocumentOptions);
}

const RGB = /^#(..)(..)(..)$/;
const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** The operator for filling with this colour. */
function fillOperator(ink: string): string {
  const parts = RGB.exec(ink)?.slice(1) ?? [];
  return `${parts.map((part) => rounded(Number.parseInt(part, 16) / 255)).join(' ')} rg`;
}

/** Caches the results of a function of text. */
function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

/** Looks glyphs up once per character, while pdfkit's own `text` does it twice per text. */
function setterOf(doc: Document, faces: Record<Face, LoadedFace>): Paper['set'] {
  const inner = doc as unknown as Inner;
  const fonts = Object.fromEntries(
    FACES.map((face) => {
      doc.font(faces[face].source as unknown as string);
      const font = inner._font;
      const plain = remembered((character) => font.encode(character)[0].join(''));
      const tabular = remembered((character) => font.encode(character, [TABULAR])[0].join(''));
      return [face, { font, plain, tabular }];
    }),
  );
  const filling = remembered(fillOperator);
  return (text, { x, y }, { face, size, ink, isTabular }) => {
    const { font, plain, tabular } = fonts[face] as NonNullable<(typeof fonts)[string]>;
    const baseline = y + (LINE_HEIGHT * size + faces[face].capHeight * size) / 2;
    const { page } = inner;
    page.fonts[font.id] ??= font.ref();
    const glyphs = Array.from(text, isTabular ? tabular : plain).join('');
    // Pages are flipped so that y goes down; letters are flipped back.
    const place = `1 0 0 -1 ${rounded(x)} ${rounded(baseline)} Tm`;
    doc.addContent(`BT ${filling(ink)} /${font.id} ${size} Tf ${place} <${glyphs}> Tj ET`);
  };
}

/** `beforePages` writes what must come first in the file. */
export function openPaper(options: PDFKit.PDFDocumentOptions, beforePages: (doc: Document) => void): Paper {
  const faces = Object.fromEntries(FACES.map((face) => [face, loadFace(face)])) as Record<Face, LoadedFace>;
  const doc = openDocument(options, faces);
  beforePages(doc);
  const document = doc.struct('Document');
  doc.addStructure(document);
  const paper: Paper = {
    doc,
    document,
    y: 0,
    room: () => PAGE.height - PAGE.bottom - paper.y,
    newPage: () => {
      doc.addPage();
      paper.y = PAGE.top;
    },
    need: (height) => {
      if (paper.room() < height) paper.newPage();
    },
    printable: (text, { face }) => printable(text, faces[face].has),
    widthOf: (text, { face, size, isTabular }) => faces[face].widthOf(text, isTabular) * size,
    set: setterOf(doc, faces),
    artifact: (draw, type = 'Layout') => {
      doc.markContent('Artifact', { type });
      draw();
      doc.endMarkedContent();
    },
    tag: (parent, type, tagOptions = {}) => {
      const made = doc.struct(type as never, tagOptions as never);
      parent.add(made);
      return made;
    },
    leaf: (parent, type, draw, tagOptions) => {
      paper.tag(parent, type, tagOptions).add(draw).end();
    },
  };
  paper.newPage();
  return paper;
}
