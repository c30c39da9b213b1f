import type { ReportException } from '@/lib/contracts/report-content';
import { addGap, addSection, addTable, addText, type Cell, type Piece, type Sheet } from './sheet';

/** How many hosts of an exception are listed. All of them are in the table of hosts and in the attached files. */
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

function numberPieces({ words }: Sheet, { number, follows }: ReportException): Piece[] {
  if (follows === null) return [{ text: number }];
  return [{ text: number }, { text: words.say('exceptions.follows', { number: follows }), look: 'small' }];
}

/** Shows requester and approver with both days, so that a reader sees that nobody approved their own request. */
function peoplePieces({ words }: Sheet, exception: ReportException): Piece[] {
  const { owner, requestedBy, requestedAt, approvedBy, approvedAt } = exception;
  const requested = { name: requestedBy, day: words.day(requestedAt) };
  const approved = { name: approvedBy, day: words.day(approvedAt) };
  return [
    { text: owner },
    { text: words.say('exceptions.requested', requested), look: 'small' },
    { text: words.say('exceptions.approved', approved), look: 'small' },
  ];
}

function timePieces({ words }: Sheet, exception: ReportException): Piece[] {
  const { inForceFrom, endsAt, reviewAt, withdrawnAt, withdrawnBy } = exception;
  const time = { from: words.day(inForceFrom), to: words.day(endsAt) };
  const inForce = { text: words.say('exceptions.fromTo', time) };
  const review = { text: words.say('exceptions.review', { day: words.day(reviewAt) }), look: 'small' };
  if (withdrawnAt === null) return [inForce, review];
  const withdrawn = { name: withdrawnBy ?? words.say('notKnown'), day: words.day(withdrawnAt) };
  return [inForce, { text: words.say('exceptions.withdrawnBy', withdrawn), look: 'small' }, review];
}

function stateCell({ words }: Sheet, { isInForceAtEnd, withdrawnAt }: ReportException): Cell {
  if (isInForceAtEnd) return words.say('exceptions.inForce');
  return { text: words.say(`exceptions.${withdrawnAt === null ? 'ended' : 'withdrawn'}`), look: 'strong' };
}

function rowOf(sheet: Sheet, exception: ReportException, names: ReadonlyMap<string, string>): Cell[] {
  const { causes } = exception;
  return [
    numberPieces(sheet, exception),
    hostPieces(sheet, exception, names),
    causes.length === 0 ? '–' : causes.map((text) => ({ text })),
    [{ text: exception.reason }, { text: exception.control, look: 'small' }],
    peoplePieces(sheet, exception),
    timePieces(sheet, exception),
    stateCell(sheet, exception),
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
        { head: words.say('exceptions.hosts'), width: 13 },
        { head: words.say('exceptions.covers'), width: 17 },
        { head: words.say('exceptions.reason'), width: 22 },
        { head: words.say('exceptions.people'), width: 19 },
        { head: words.say('exceptions.time'), width: 14 },
        { head: words.say('exceptions.state'), width: 11 },
      ],
      rows: content.exceptions.map((exception) => rowOf(sheet, exception, names)),
      size: 7.8,
    });
    addGap(sheet, 4);
    addText(sheet, section, words.say('exceptions.hint'));
  });
}
