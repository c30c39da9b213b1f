import type { ReportFormat } from '@/lib/contracts/words/reports';

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  failures: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  oscal: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/** Endings that name the content too: assessment results are also JSON, and most tools expect both words. */
const ENDINGS: Partial<Record<ReportFormat, string>> = { oscal: 'oscal.json', failures: 'failures.csv' };

export const fileNameOfReport = (number: string, format: ReportFormat): string =>
  `${number}.${ENDINGS[format] ?? format}`;
