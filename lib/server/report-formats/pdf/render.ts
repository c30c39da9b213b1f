import type { ReportContent } from '@/lib/contracts/report-content';
import { INK } from '../ink';
import { addEveryPart } from '../parts/every-part';
import { wordsOf } from '../words';
import { attachAll, attachSlot, type PdfAttachment } from './attachments';
import { addCover } from './cover';
import { linesOf } from './lines';
import { addMetadata, optionsOf } from './metadata';
import { INNER_WIDTH, openPaper, PAGE, style } from './paper';
import type { Sheet } from './sheet';
import { surfaceOf } from './surface';
import { addVerify } from './verify';

const FOOT = style({ size: 7.4, ink: INK.third, isTabular: false });
const FOOT_RISE = 34;

/** Writes the number on each page once the total is known. */
function addFeet({ paper, words, content }: Sheet): void {
  const { doc } = paper;
  const { start, count } = doc.bufferedPageRange();
  const title = `Guarded Fabric · ${content.number} · ${content.title}`;
  const [name = '', ...more] = linesOf(paper, title, FOOT, INNER_WIDTH - 90);
  const shown = more.length === 0 ? name : `${name} …`;
  const y = PAGE.height - FOOT_RISE;
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const place = words.say('page', { page: words.count(page + 1), pages: words.count(count) });
    const x = PAGE.width - PAGE.right - paper.widthOf(place, FOOT);
    paper.artifact(() => {
      paper.set(shown, { x: PAGE.left, y }, FOOT);
      paper.set(place, { x, y }, FOOT);
    }, 'Pagination');
  }
}

function addEverything(sheet: Sheet, attachments: readonly PdfAttachment[]): void {
  addCover(sheet);
  addEveryPart({ surface: surfaceOf(sheet), words: sheet.words, content: sheet.content });
  addVerify(sheet, attachments);
}

/**
 * A report as PDF/A-3a and PDF/UA-1, made in this thread, with an empty slot for `content.json`. The same
 * content, attachments and key give the same bytes.
 */
export function renderPdf(
  content: ReportContent,
  attachments: readonly PdfAttachment[],
  kid: string | null = null,
): Uint8Array {
  const made = new Date(content.generatedAt);
  const paper = openPaper(optionsOf(content), (doc) => attachSlot(doc, made));
  const sheet: Sheet = { paper, words: wordsOf(content), content, kid, sections: 0 };
  addEverything(sheet, attachments);
  paper.document.end();
  addFeet(sheet);
  attachAll(paper.doc, attachments, made);
  addMetadata(paper.doc);
  return paper.doc.finish();
}
