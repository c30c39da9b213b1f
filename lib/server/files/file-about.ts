import type { FilterValues } from '@/lib/domain/host-filter';
import { scopeInName, timeInName } from './file-name';
import type { Sheet } from './xlsx';
import type { SheetCell } from './xlsx-cells';

/** The contents of a file: the question that it answers, and the time of the answer. */
export type FileAbout = {
  /** The words of the address, without the time of the answer. */
  asked: URLSearchParams;
  asOf: Date;
  /**
   * The file covers changes from `since` on and before `until`; null means from the beginning, and until
   * `asOf`.
   */
  since?: Date | null;
  until?: Date | null;
  /** Two times are compared, and `since` may be the later one. */
  isEitherWay?: boolean;
  /** Absent for files without fabrics, such as the audit log. */
  fabrics?: { chosen: FilterValues | undefined };
  /** The number of selected rows, if the file has only these. */
  selected?: number | undefined;
};

/** The file name has these as fabrics and times. */
const NAMED_WORDS = ['fabric', 'since', 'until', 'within', 'from', 'to', 'for'];

function narrowing({ asked, selected }: FileAbout): string[] {
  if (selected !== undefined) return ['selected'];
  return [...asked.keys()].some((word) => !NAMED_WORDS.includes(word)) ? ['filtered'] : [];
}

/** A name with the fabrics and the time of a file, and whether a filter leaves something out. */
export function fileNameOf(subject: string, about: FileAbout, format: string): string {
  const { fabrics, since = null, until = null, asOf } = about;
  const end = until !== null && until < asOf ? until : asOf;
  const isPeriod = since !== null && (since < end || about.isEitherWay === true);
  const parts = [
    subject,
    ...(fabrics ? [scopeInName(fabrics.chosen)] : []),
    ...narrowing(about),
    ...(isPeriod ? [timeInName(since), 'to'] : []),
    timeInName(end),
  ];
  return `${parts.join('-')}.${format}`;
}

/** The contents as members of JSON. */
export const aboutInJson = ({ asked, asOf, selected }: FileAbout) => ({
  asOf: asOf.toISOString(),
  asked: asked.toString(),
  ...(selected !== undefined && { selected }),
});

const TIME_WORDS = ['from', 'to', 'since', 'until', 'endingBefore'];

/** A spreadsheet cell has no time zone, so the cell before it names the zone. */
const timeRow = (word: string, time: Date): SheetCell[] => [`${word} (UTC)`, { localMs: time.getTime() }];

/** The names of the sheet and its columns in the reader's language, from the texts of reports. */
type SheetTexts = { cover: { scope: string }; workbook: { field: string; value: string } };

/** The contents on a separate sheet of a workbook. */
export function aboutSheet(about: FileAbout, { cover, workbook }: SheetTexts): Sheet {
  const { asked, asOf, fabrics, selected } = about;
  const rows: SheetCell[][] = [
    timeRow('asOf', asOf),
    ...(fabrics ? [['scope', scopeInName(fabrics.chosen)]] : []),
    ...(selected === undefined ? [] : [['selected', selected]]),
    ...[...asked].map(([word, value]) =>
      TIME_WORDS.includes(word) ? timeRow(word, new Date(value)) : [word, value],
    ),
  ];
  return { name: cover.scope, columns: [workbook.field, workbook.value], batches: [rows] };
}

/** Clients accept about 16 KB of headers in total. */
const LONGEST_HEADER = 4_000;

/**
 * The contents in headers, for programs that do not read the file and formats without room for them. A
 * question too long for a header is left out.
 */
export function aboutInHeaders({ asked, asOf, selected }: FileAbout): Record<string, string> {
  const question = asked.toString();
  return {
    'gf-as-of': asOf.toISOString(),
    ...(question.length <= LONGEST_HEADER && { 'gf-asked': question }),
    ...(selected !== undefined && { 'gf-selected': String(selected) }),
  };
}
