import type { ReportPeriod, VerifiedTime } from '@/lib/contracts/report-content';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { HOUR_SECONDS } from '@/lib/util/durations';
import { longestFailingHost } from '../longest-failure';
import {
  addGap,
  addHeading,
  addSection,
  addTable,
  addText,
  type Cell,
  type Column,
  type Section,
  type Sheet,
} from './sheet';

const NOTHING = '–';

function longestOf({ words, content }: Sheet, { longestFailure }: ReportPeriod): string {
  const host = longestFailingHost(content);
  if (longestFailure === null || host === null) return words.say('period.noneFailed');
  const { seconds, from, to } = longestFailure;
  const values = { duration: words.duration(seconds), host, from: words.short(from), to: words.short(to) };
  return words.say('period.longestOf', values);
}

function figureRows(sheet: Sheet, period: ReportPeriod): Cell[][] {
  const { words } = sheet;
  const { before, transitions, meanTimeToRepairSeconds } = period;
  const earlier = (told: (of: NonNullable<typeof before>) => string) => (before ? told(before) : NOTHING);
  const label = (key: string) => words.say(`period.${key}`);
  const repairTime =
    meanTimeToRepairSeconds === null ? words.say('period.noRepair') : words.duration(meanTimeToRepairSeconds);
  return [
    [label('share'), words.share(period.verifiedShare), earlier((of) => words.share(of.verifiedShare))],
    [label('coverage'), words.share(period.coverage), earlier((of) => words.share(of.coverage))],
    ...COMPLIANCE.map((name) => [
      label(name),
      words.hours(period.seconds[name]),
      earlier((of) => words.hours(of.seconds[name])),
    ]),
    [label('late'), words.hours(period.lateEvidenceSeconds), NOTHING],
    [label('toFailing'), words.count(transitions.toFailing), NOTHING],
    [label('toPassed'), words.count(transitions.toPassed), NOTHING],
    [label('failures'), words.count(period.failures.count), NOTHING],
    [label('failedHosts'), words.count(period.failures.hosts), NOTHING],
    [label('longest'), longestOf(sheet, period), NOTHING],
    [label('repairTime'), repairTime, NOTHING],
    [label('repairs'), words.count(period.repairs.count), NOTHING],
  ];
}

function addFigures(sheet: Sheet, section: Section, period: ReportPeriod): void {
  const { words } = sheet;
  const { before } = period;
  addTable(sheet, section, {
    columns: [
      { head: words.say('period.figure'), width: 44 },
      { head: words.say('period.value'), width: 34, align: 'right' },
      { head: words.say('period.before'), width: 22, align: 'right' },
    ],
    rows: figureRows(sheet, period),
  });
  addGap(sheet, 4);
  const range = before
    ? words.say('period.beforeRange', { from: words.long(before.from), to: words.long(before.to) })
    : words.say('period.noBefore');
  addText(sheet, section, range, { after: 1 });
  addText(sheet, section, words.say('period.hint'));
}

type TimeRow = VerifiedTime & { hosts: number };

const figureColumn = (head: string): Column => ({ head, width: 12, align: 'right' });

const timeHeads = ({ words }: Sheet): Column[] =>
  [...COMPLIANCE.map((name) => words.say(`compliance.${name}`)), words.say('hosts.share')].map(figureColumn);

const timeCells = ({ words }: Sheet, time: VerifiedTime): string[] => [
  ...COMPLIANCE.map((name) => words.hours(time[name])),
  words.share(time.compliantShare),
];

const timeColumns = (sheet: Sheet, first: readonly string[]): Column[] => [
  ...first.map((head) => ({ head, width: 18 })),
  figureColumn(sheet.words.say('summary.hosts')),
  ...timeHeads(sheet),
];

const timeFigures = (sheet: Sheet, row: TimeRow): string[] => [
  sheet.words.count(row.hosts),
  ...timeCells(sheet, row),
];

function addTimes(sheet: Sheet, section: Section, { byFabric, byCluster }: ReportPeriod): void {
  const { words } = sheet;
  const [fabricWord, clusterWord] = [words.say('summary.fabric'), words.say('summary.cluster')];
  if (byFabric.length === 0) return;
  addHeading(sheet, section, words.say('period.byFabric'));
  addTable(sheet, section, {
    columns: timeColumns(sheet, [fabricWord]),
    rows: byFabric.map((row) => [row.fabric, ...timeFigures(sheet, row)]),
  });
  addHeading(sheet, section, words.say('period.byCluster'));
  addTable(sheet, section, {
    columns: timeColumns(sheet, [clusterWord, fabricWord]),
    rows: byCluster.map((row) => [
      row.cluster ?? words.say('noCluster'),
      row.fabric,
      ...timeFigures(sheet, row),
    ]),
    size: 7.8,
  });
}

function addCauseHours(sheet: Sheet, section: Section, { hostHoursByCause }: ReportPeriod): void {
  const { words } = sheet;
  if (hostHoursByCause.length === 0) return;
  addHeading(sheet, section, words.say('period.byCause'));
  addTable(sheet, section, {
    columns: [
      { head: words.say('causes.cause'), width: 70 },
      { head: words.say('period.hours'), width: 30, align: 'right' },
    ],
    rows: hostHoursByCause.map(({ cause, hours }) => [cause, words.hours(hours * HOUR_SECONDS)]),
  });
}

/** Each host with all its time in the fleet within the period, which counts in the sums above. */
function addLeft(sheet: Sheet, section: Section, { left }: ReportPeriod): void {
  const { words } = sheet;
  if (left.length === 0) return;
  addHeading(sheet, section, words.say('period.left'));
  addText(sheet, section, words.say('period.leftHint'));
  addTable(sheet, section, {
    columns: [
      { head: words.say('hosts.host'), width: 18 },
      { head: words.say('failing.place'), width: 16 },
      { head: words.say('workbook.left'), width: 14 },
      ...timeHeads(sheet),
    ],
    rows: left.map(({ hostname, fabric, cluster, leftAt, verified }) => [
      hostname,
      [{ text: fabric }, { text: cluster ?? words.say('noCluster'), look: 'small' }],
      words.short(leftAt),
      ...timeCells(sheet, verified),
    ]),
    size: 7.8,
  });
}

function addDayTable(sheet: Sheet, section: Section, { days }: ReportPeriod): void {
  const { words } = sheet;
  if (days.length === 0) return;
  addHeading(sheet, section, words.say('period.days'));
  addTable(sheet, section, {
    columns: [
      { head: words.say('days.day'), width: 28 },
      ...COMPLIANCE.map((name) => ({
        head: words.say(`compliance.${name}`),
        width: 18,
        align: 'right' as const,
      })),
    ],
    rows: days.map((day) => [words.dayName(day.day), ...COMPLIANCE.map((name) => words.count(day[name]))]),
    size: 7.6,
  });
}

export function addPeriod(sheet: Sheet): void {
  const { words, content } = sheet;
  const { period } = content;
  if (period === null) return;
  addSection(sheet, words.say('period.title'), (section) => {
    addFigures(sheet, section, period);
    addTimes(sheet, section, period);
    addLeft(sheet, section, period);
    addCauseHours(sheet, section, period);
    addDayTable(sheet, section, period);
  });
}
