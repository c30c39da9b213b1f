import type { ReportContent, ReportFailure } from '@/lib/contracts/report-content';
import { xlsxOf } from '@/lib/server/files/xlsx';
import { exceptionSheet, failingSheet, hostSheet, leftSheet, silentSheet } from './hosts';
import { daySheet, figureSheet, timeSheet } from './period';
import { planSheet } from './plans';
import {
  aboutSheet,
  causeSheet,
  checkSheet,
  controlSheet,
  methodSheet,
  placeSheet,
  repairSheet,
} from './scope';
import { type Column, hours, type Maker, makerOf, type Table, tableOf } from './table';

/** The archive's entries need a local time; a fixed one gives the same bytes everywhere. */
const ARCHIVE_TIME = new Date(1980, 0, 1);

function tablesOf(content: ReportContent): Table[] {
  const maker = makerOf(content);
  const { period } = content;
  const ofPeriod =
    period === null
      ? []
      : [
          figureSheet(maker, period),
          failureSheet(maker),
          timeSheet(maker, period),
          daySheet(maker, period),
          leftSheet(maker),
        ];
  return [
    aboutSheet(maker),
    ...ofPeriod,
    placeSheet(maker),
    causeSheet(maker),
    checkSheet(maker),
    failingSheet(maker),
    silentSheet(maker),
    exceptionSheet(maker),
    planSheet(maker),
    hostSheet(maker),
    ...(content.frameworks.length === 0 ? [] : [controlSheet(maker)]),
    repairSheet(maker),
    methodSheet(maker),
  ];
}

/**
 * Every table of a report as a sheet with a frozen header and a filter; numbers, shares and times are typed,
 * and there are no formulas.
 */
export async function xlsxOfReport(content: ReportContent): Promise<Uint8Array> {
  const sheets = tablesOf(content).map(({ rows, ...sheet }) => ({ ...sheet, batches: [rows] }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of xlsxOf({ madeAt: ARCHIVE_TIME }, sheets)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Every listed failure of the period. The end is empty if the host was not repaired; the next column says why. */
function failureSheet({ content, words: { say }, inZone, time, yesOrNo }: Maker): Table {
  const inHours = (name: string) => say('workbook.hours', { head: say(name) });
  const columns: Column<ReportFailure>[] = [
    [say('failures.host'), ({ hostname }) => hostname],
    [say('hosts.fabric'), ({ fabric }) => fabric],
    [say('hosts.cluster'), ({ cluster }) => cluster],
    [say('failures.causes'), ({ causes }) => causes],
    [inZone(say('failures.from')), ({ from }) => time(from)],
    [say('failures.begunBefore'), ({ begunBefore }) => yesOrNo(begunBefore)],
    [inZone(say('failures.repaired')), ({ to }) => time(to)],
    [say('failures.end'), ({ end }) => say(`failures.ends.${end}`)],
    [inZone(say('failures.lastFailing')), ({ lastFailingAt }) => time(lastFailingAt)],
    [inHours('failures.length'), ({ seconds }) => hours(seconds)],
    [inHours('failures.verified'), ({ failingSeconds }) => hours(failingSeconds)],
    [inHours('failures.exception'), ({ exceptedSeconds }) => hours(exceptedSeconds)],
  ];
  return tableOf(say('failures.title'), columns, content.failures);
}
