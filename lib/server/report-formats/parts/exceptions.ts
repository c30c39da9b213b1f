import type { ReportException } from '@/lib/contracts/report-content';
import { addGap, addSection, addTable, addText, type Cell, type Piece, type Sheet } from './sheet';

/** Beyond these, the hosts stand in the table of every host and in the attached files. */
const HOSTS_NAMED = 12;

function hostPieces(
  { words }: Sheet,
  { hostIds }: ReportException,
  names: ReadonlyMap<string, string>,
): Piece[] {
  const named = hostIds.slice(0, HOSTS_NAMED).map((id) => ({ text: names.get(id) ?? id }));
  const count = { text: words.say('exceptions.hostCount', { count: hostIds.length }), look: 'small' };
  return [count, ...named, ...(hostIds.length > HOSTS_NAMED ? [{ text: '…' }] : [])];
}

function rowOf(sheet: Sheet, exception: ReportException, names: ReadonlyMap<string, string>): Cell[] {
  const { words } = sheet;
  const { causes, inForceFrom, endsAt, reviewAt, isInForceAtEnd } = exception;
  const time = { from: words.day(inForceFrom), to: words.day(endsAt) };
  return [
    exception.number,
    hostPieces(sheet, exception, names),
    causes.length === 0 ? '–' : causes.map((text) => ({ text })),
    [{ text: exception.reason }, { text: exception.control, look: 'small' }],
    [{ text: exception.owner }, { text: exception.approvedBy, look: 'small' }],
    [
      { text: words.say('exceptions.fromTo', time) },
      { text: words.say('exceptions.review', { day: words.day(reviewAt) }), look: 'small' },
    ],
    isInForceAtEnd
      ? words.say('exceptions.inForce')
      : { text: words.say('exceptions.ended'), look: 'strong' },
  ];
}

export function addExceptions(sheet: Sheet): void {
  const { words, content } = sheet;
  const names = new Map(content.hosts.map(({ id, hostname }) => [id, hostname]));
  addSection(sheet, words.say('exceptions.title'), (section) => {
    if (content.exceptions.length === 0) return addText(sheet, section, words.say('exceptions.none'));
    addTable(sheet, section, {
      columns: [
        { head: words.say('exceptions.number'), width: 9 },
        { head: words.say('exceptions.hosts'), width: 14 },
        { head: words.say('exceptions.covers'), width: 18 },
        { head: words.say('exceptions.reason'), width: 27 },
        { head: words.say('exceptions.people'), width: 14 },
        { head: words.say('exceptions.time'), width: 14 },
        { head: words.say('exceptions.state'), width: 9 },
      ],
      rows: content.exceptions.map((exception) => rowOf(sheet, exception, names)),
      size: 7.8,
    });
    addGap(sheet, 4);
    addText(sheet, section, words.say('exceptions.hint'));
  });
}
