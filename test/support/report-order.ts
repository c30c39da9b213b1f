/** What a report is asked for with where a test is about its figures alone; id, kind and times are the test's own. */
export const REPORT_ORDER = {
  number: 'R',
  title: '',
  filter: {},
  lang: 'en',
  timeZone: 'UTC',
  frameworks: [],
  generatedBy: 'test',
} as const;
