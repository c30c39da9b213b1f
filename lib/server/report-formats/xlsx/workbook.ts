import type { ReportContent } from '@/lib/contracts/report-content';
import { xlsxOf } from '@/lib/server/files/xlsx';
import { failureSheet } from './failures';
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
import { makerOf, type Table } from './table';

/** The archive's entries have a time of the reader's clock; the same content gives the same bytes everywhere. */
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

/** Every table of a report as a sheet with a frozen head and a filter; numbers, shares and times as such, no formula. */
export async function xlsxOfReport(content: ReportContent): Promise<Uint8Array> {
  const sheets = tablesOf(content).map(({ rows, ...sheet }) => ({ ...sheet, batches: [rows] }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of xlsxOf({ madeAt: ARCHIVE_TIME }, sheets)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
