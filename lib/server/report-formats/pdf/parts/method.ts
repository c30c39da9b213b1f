import type { ReportContent } from '@/lib/contracts/report-content';
import { CONTENT_SLOT_BYTES } from '@/lib/domain/report/proof/pdf-slot';
import { type PdfAttachment, sha256Of } from '../attachments';
import { INK } from '../ink';
import { INNER_WIDTH, PAGE, style, type Tag } from '../paper';
import { addHeading, addList, addSection, addText, type Sheet } from '../sheet';
import { CONTENT_SLOT_NAME } from '../slot';
import { drawTable } from '../table';

type Framework = ReportContent['frameworks'][number];

const small = { size: 7.2, ink: INK.third } as const;

function addFramework(sheet: Sheet, section: Tag, framework: Framework): void {
  const { paper, words } = sheet;
  const { name, version, touched, controls, results } = framework;
  addHeading(sheet, section, `${name} ${version}`);
  addText(sheet, section, words.say('frameworks.touches', { name, version, touched, controls }));
  if (results.length === 0) return;
  drawTable(paper, section, {
    columns: [
      { head: words.say('frameworks.control'), width: 10 },
      { head: words.say('frameworks.name'), width: 34 },
      { head: words.say('frameworks.state'), width: 14 },
      { head: words.say('frameworks.hosts'), width: 18, align: 'right' },
      { head: words.say('frameworks.checks'), width: 24 },
    ],
    rows: results.map(
      ({ control, title, state, hosts, checks, source, relation, reviewedBy, reviewedAt }) => [
        control,
        [
          { text: title },
          {
            text: words.say('frameworks.reviewed', { source, relation, by: reviewedBy, on: reviewedAt }),
            style: small,
          },
        ],
        words.say(`frameworks.states.${state}`),
        [hosts.satisfied, hosts.failing, hosts.notDetermined].map(words.count).join(' / '),
        checks.length === 0 ? '–' : checks.map((text) => ({ text })),
      ],
    ),
    size: 7.8,
  });
}

export function addFrameworks(sheet: Sheet): void {
  const { words, content } = sheet;
  if (content.frameworks.length === 0) return;
  addSection(sheet, words.say('frameworks.title'), (section) => {
    for (const framework of content.frameworks) addFramework(sheet, section, framework);
  });
}

export function addMethod(sheet: Sheet): void {
  const { words, content } = sheet;
  addSection(sheet, words.say('method.title'), (section) => {
    addHeading(sheet, section, words.say('method.definitions'));
    for (const { term, text } of content.definitions) {
      addText(sheet, section, term, { style: { face: 'semibold', ink: INK.text }, after: 0 });
      addText(sheet, section, text, { after: 5 });
    }
    addHeading(sheet, section, words.say('method.method'));
    addList(sheet, section, [...content.method, words.say('method.typeface')], false);
  });
}

function addFiles({ paper, words }: Sheet, section: Tag, attachments: readonly PdfAttachment[]): void {
  const mono = { face: 'mono', size: 6.4, ink: INK.second } as const;
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
      { text: sha256Of(bytes), style: mono },
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
    addText(sheet, section, words.say('verify.how', { name }));
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
