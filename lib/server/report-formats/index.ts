import { createHash } from 'node:crypto';
import type { ReportContent } from '@/lib/contracts/report-content';
import type { ReportFormat } from '@/lib/contracts/reports';
import { csvOfReport } from './csv';
import { jsonOfReport } from './json';
import { renderPdfInWorker } from './pdf/in-worker';
import { fillContentSlot, readContentSlot } from './pdf/slot';
import { xlsxOfReport } from './xlsx/workbook';

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export type ReportFile = { format: ReportFormat; bytes: Uint8Array; sha256: string };

const fileOf = (format: ReportFormat, bytes: Uint8Array): ReportFile => ({
  format,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Every file of a report, made from its content alone: the same content gives the same bytes. */
export async function filesOfReport(content: ReportContent, signal?: AbortSignal): Promise<ReportFile[]> {
  const data = [fileOf('json', jsonOfReport(content)), fileOf('csv', csvOfReport(content))];
  const xlsx = fileOf('xlsx', await xlsxOfReport(content));
  return [...data, xlsx, fileOf('pdf', await pdfOfReport(content, data, signal))];
}

/** With the data attached, and in its slot the digests of the data and of itself. */
async function pdfOfReport(
  { id, number }: ReportContent,
  data: readonly ReportFile[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const named = data.map((file) => ({ ...file, name: `${number}.${file.format}` }));
  const attachments = named.map(({ name, format, bytes }) => ({
    name,
    mimeType: CONTENT_TYPES[format].replace(/;.*/, ''),
    bytes,
  }));
  const [json] = data;
  if (json === undefined) throw new Error('A report has its JSON before its PDF');
  const pdf = await renderPdfInWorker({ content: json.bytes, attachments }, signal);
  const slot = readContentSlot(pdf);
  if (slot === undefined) throw new Error('The PDF of a report has a slot for its digests');
  const files = named.map(({ name, bytes, sha256 }) => ({ name, size: bytes.length, sha256 }));
  const self = { outsideSha256: slot.outsideSha256, start: slot.start, length: slot.length };
  return fillContentSlot(pdf, Buffer.from(JSON.stringify({ reportId: id, number, files, pdf: self })));
}
