import type { ReportFormat } from '@/lib/contracts/words/reports';

/** What most people want first: to read, to work on, to give to programs, and all of it as evidence. */
const PLACE: Readonly<Record<ReportFormat, number>> = {
  pdf: 0,
  html: 1,
  xlsx: 2,
  csv: 3,
  failures: 4,
  json: 5,
  oscal: 6,
  zip: 7,
};

/** The formats of a report, or their files, as people look for them. Answers have them by their names. */
export const inReadingOrder = <One>(some: readonly One[], formatOf: (one: One) => ReportFormat): One[] =>
  [...some].sort((a, b) => PLACE[formatOf(a)] - PLACE[formatOf(b)]);
