import type { ReportFailure, ReportPeriod } from '@/lib/contracts/report-content';
import { addSection, addTable, addText, type Cell, type Column, type Piece, type Sheet } from './sheet';

const NOTHING = '–';

/** How many failures there were, and how many of them the list leaves out. */
export function failureCounts(
  { words: { say } }: Pick<Sheet, 'words'>,
  { failures: { count, hosts, leftOut } }: ReportPeriod,
): string {
  const all = say('failures.count', { count, hosts });
  return leftOut.count === 0 ? all : `${all} ${say('failures.leftOut', { count: leftOut.count })}`;
}

function untilPieces({ words }: Sheet, { to, end, lastFailingAt }: ReportFailure): Piece[] {
  const word = { text: words.say(`failures.ends.${end}`), look: 'small' as const };
  if (end === 'failing') return [{ text: word.text, look: 'strong' }];
  return [{ text: words.short(to ?? lastFailingAt) }, word];
}

function lengthPieces({ words }: Sheet, { seconds, failingSeconds }: ReportFailure): Piece[] {
  const length = { text: words.duration(seconds) };
  if (seconds - failingSeconds < 1) return [length];
  const unverified = words.say('failures.unverified', { duration: words.duration(seconds - failingSeconds) });
  return [length, { text: unverified, look: 'small' }];
}

/** An exception explains a failure only while it was in force. */
export function exceptedText(
  { say, duration }: Sheet['words'],
  { failingSeconds, exceptedSeconds }: ReportFailure,
): string {
  if (exceptedSeconds === 0) return say('failures.notExcepted');
  if (failingSeconds - exceptedSeconds < 1) return say('failures.excepted');
  return say('failures.exceptedFor', { duration: duration(exceptedSeconds) });
}

function rowOf(sheet: Sheet, failure: ReportFailure): Cell[] {
  const { words } = sheet;
  const { hostname, fabric, cluster, causes, from, begunBefore } = failure;
  const earlier: Piece[] = begunBefore ? [{ text: words.say('failures.begunBefore'), look: 'small' }] : [];
  return [
    hostname,
    [{ text: fabric }, { text: cluster ?? words.say('noCluster'), look: 'small' }],
    causes.length === 0 ? NOTHING : causes.map((text) => ({ text })),
    [{ text: words.short(from) }, ...earlier],
    untilPieces(sheet, failure),
    lengthPieces(sheet, failure),
    exceptedText(words, failure),
  ];
}

/** Each failure within the period, also of hosts that were repaired or have left: what failed, and for how long. */
export function addFailures(sheet: Sheet): void {
  const { words, content } = sheet;
  const { period, failures } = content;
  if (period === null) return;
  const columns: Column[] = [
    { head: words.say('failures.host'), width: 16 },
    { head: words.say('failures.place'), width: 13 },
    { head: words.say('failures.causes'), width: 22 },
    { head: words.say('failures.from'), width: 14 },
    { head: words.say('failures.until'), width: 14 },
    { head: words.say('failures.length'), width: 12 },
    { head: words.say('failures.exception'), width: 11 },
  ];
  addSection(sheet, words.say('failures.title'), (section) => {
    if (failures.length === 0) return addText(sheet, section, words.say('failures.none'));
    addText(sheet, section, `${failureCounts(sheet, period)} ${words.say('failures.hint')}`);
    const rows = {
      *[Symbol.iterator]() {
        for (const failure of failures) yield rowOf(sheet, failure);
      },
    };
    addTable(sheet, section, { columns, rows, size: 7.4 });
  });
}
