import { CONTENT_SLOT_BYTES } from '@/lib/domain/report/proof/pdf-slot';
import { INK } from '../ink';
import { keysAddress } from '../installation';
import { type PdfAttachment, sha256Of } from './attachments';
import { INNER_WIDTH, PAGE, style, type Tag } from './paper';
import { addSection, addText, type Sheet } from './sheet';
import { CONTENT_SLOT_NAME } from './slot';
import { drawTable } from './table';

function addFiles({ paper, words }: Sheet, section: Tag, attachments: readonly PdfAttachment[]): void {
  drawTable(paper, section, {
    columns: [
      { head: words.say('verify.file'), width: 20 },
      { head: words.say('verify.type'), width: 16 },
      { head: words.say('verify.size'), width: 10, align: 'right' },
      { head: words.say('verify.digest'), width: 56 },
    ],
    rows: attachments.map(({ name, mimeType, bytes }) => [
      name,
      mimeType,
      words.count(bytes.length),
      { text: sha256Of(bytes), look: 'machine' as const },
    ]),
    size: 7.8,
  });
  paper.y += 4;
}

function addSignatures({ paper, words }: Sheet, section: Tag): void {
  const told = style({ size: 8, ink: INK.third });
  const width = (INNER_WIDTH - 30) / 2;
  paper.need(70);
  paper.y += 44;
  const places = [PAGE.left, PAGE.left + width + 30];
  paper.artifact(() => {
    paper.doc.lineWidth(0.8);
    for (const x of places) paper.doc.moveTo(x, paper.y).lineTo(x + width, paper.y);
    paper.doc.stroke(INK.text);
  });
  for (const [index, key] of ['verify.reviewed', 'verify.accepted'].entries())
    paper.leaf(section, 'P', () =>
      paper.set(words.say(key), { x: places[index] ?? 0, y: paper.y + 3 }, told),
    );
  paper.y += 18;
}

export function addVerify(sheet: Sheet, attachments: readonly PdfAttachment[]): void {
  const { words, content } = sheet;
  const name = CONTENT_SLOT_NAME;
  const { auditHead } = content;
  addSection(sheet, words.say('verify.title'), (section) => {
    addText(sheet, section, words.say('verify.intro', { name }));
    if (attachments.length > 0) addFiles(sheet, section, attachments);
    addText(sheet, section, words.say('verify.self', { name, length: CONTENT_SLOT_BYTES }));
    addText(sheet, section, words.say('verify.how', { name, keys: keysAddress(content) }));
    addText(sheet, section, words.say('verify.limits'));
    if (auditHead === null) addText(sheet, section, words.say('verify.noAudit'));
    else {
      addText(sheet, section, words.say('verify.audit', { sequence: Number(auditHead.sequence) }), {
        after: 0,
      });
      addText(sheet, section, auditHead.hash, { style: { face: 'mono', size: 7.6 } });
    }
    addSignatures(sheet, section);
  });
}
