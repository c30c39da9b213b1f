import type { ReportContent } from '@/lib/contracts/report-content';
import type { ReportFormat } from '@/lib/contracts/reports';
import { csvOfReport } from './csv';
import { jsonOfReport } from './json';

type Format = { contentType: string; render: (content: ReportContent) => Promise<Uint8Array> };

/** One content, several formats: each is made from the report's content alone, and the same content gives the same bytes. */
export const FORMATS: Readonly<Record<ReportFormat, Format>> = {
  json: { contentType: 'application/json; charset=utf-8', render: async (content) => jsonOfReport(content) },
  csv: { contentType: 'text/csv; charset=utf-8', render: csvOfReport },
};
