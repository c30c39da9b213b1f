import type { ReportContent } from '@/lib/contracts/report-content';
import type { SheetCell } from '@/lib/server/files/xlsx-cells';
import { HOUR_SECONDS } from '@/lib/util/durations';
import { type Words, wordsOf } from '../words';
import { offsetsOf } from '../zone-offsets';

/** One column: its header, and its value for a row. */
export type Column<Row> = readonly [head: string, read: (row: Row) => SheetCell];

export type Table = { name: string; columns: readonly string[]; rows: SheetCell[][] };

export function tableOf<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): Table {
  return {
    name,
    columns: columns.map(([head]) => head),
    rows: rows.map((row) => columns.map(([, read]) => read(row))),
  };
}

/** The context for making sheets. Cells have no zone: times are in the report's zone, which the header names. */
export type Maker = {
  content: ReportContent;
  words: Words;
  inZone: (head: string) => string;
  time: (time: string | null) => SheetCell;
  yesOrNo: (value: boolean) => string;
};

export const share = (value: number | null): SheetCell => (value === null ? null : { share: value });

export const hours = (seconds: number): number => seconds / HOUR_SECONDS;

export function makerOf(content: ReportContent): Maker {
  const words = wordsOf(content);
  const zone = content.timeZone;
  const offsetAt = offsetsOf(zone);
  return {
    content,
    words,
    inZone: (head) => words.say('workbook.inZone', { head, zone }),
    time: (time) => {
      if (time === null) return null;
      const ms = Date.parse(time);
      return { localMs: ms + offsetAt(ms) };
    },
    yesOrNo: (value) => words.say(value ? 'workbook.yes' : 'workbook.no'),
  };
}
