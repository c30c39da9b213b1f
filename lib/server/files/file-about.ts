import type { FilterValues } from '@/lib/domain/host-filter';
import { scopeInName, timeInName } from './file-name';
import type { Sheet } from './xlsx';
import type { SheetCell } from './xlsx-cells';

/** What a file is of: the question that it answers, and the time of the answer. */
export type FileAbout = {
  /** The words of an address; the time that all of it is of stands apart. */
  asked: URLSearchParams;
  asOf: Date;
  /** The file is of what happened from the one on and before the other; null: from the first, and until `asOf`. */
  since?: Date | null;
  until?: Date | null;
  /** The one may be the later: two times are compared. */
  isEitherWay?: boolean;
  /** What has no fabrics, as the audit log, leaves them out. */
  fabrics?: { chosen: FilterValues | undefined };
  /** How many rows somebody chose: the file has those alone. */
  selected?: number | undefined;
};

/** They stand in the name as fabrics and as times. */
const NAMED_WORDS = ['fabric', 'since', 'until', 'within', 'from', 'to', 'for'];

function narrowing({ asked, selected }: FileAbout): string[] {
  if (selected !== undefined) return ['selected'];
  return [...asked.keys()].some((word) => !NAMED_WORDS.includes(word)) ? ['filtered'] : [];
}

/** Says of which fabrics and of what time a file is, and whether it has less than all there is of them. */
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

/** The same inside JSON. */
export const aboutInJson = ({ asked, asOf, selected }: FileAbout) => ({
  asOf: asOf.toISOString(),
  asked: asked.toString(),
  ...(selected !== undefined && { selected }),
});

const TIME_WORDS = ['from', 'to', 'since', 'until', 'endingBefore'];

/** A cell of a spreadsheet knows no zone: what stands before it says which one it is. */
const timeRow = (word: string, time: Date): SheetCell[] => [`${word} (UTC)`, { localMs: time.getTime() }];

/** What the sheet and its columns are called in the reader's language, among the texts of reports. */
type SheetTexts = { cover: { scope: string }; workbook: { field: string; value: string } };

/** The same in a workbook, on a sheet of its own. */
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

/** Clients take some 16 KB of headers in all. */
const LONGEST_HEADER = 4_000;

/** The same in headers, for programs that do not read the file, and for files that have no room for it. A question that is too long for a header is left out. */
export function aboutInHeaders({ asked, asOf, selected }: FileAbout): Record<string, string> {
  const question = asked.toString();
  return {
    'gf-as-of': asOf.toISOString(),
    ...(question.length <= LONGEST_HEADER && { 'gf-asked': question }),
    ...(selected !== undefined && { 'gf-selected': String(selected) }),
  };
}
