import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ReportContent } from '@/lib/contracts/report-content';
import type { ReportFormat } from '@/lib/contracts/reports';
import type { Signatures } from '@/lib/domain/report/proof/signature';
import {
  type FileDigest,
  MANIFEST,
  MANIFEST_DER,
  MANIFEST_JWS,
  manifestBytes,
  manifestOf,
  pdfStatementBytes,
  pdfStatementOf,
  sealOf,
} from '@/lib/domain/report/proof/statement';
import { zipOf } from '@/lib/domain/report/proof/zip';
import { loopTurns } from '@/lib/util/loop-turns';
import { csvOfReport } from './csv';
import { htmlOfReport } from './html/html';
import { jsonOfReport } from './json';
import { oscalOfReport } from './oscal/oscal';
import { renderPdfInWorker } from './pdf/in-worker';
import { fillContentSlot, readContentSlot } from './pdf/slot';
import { type Signer, signaturesOf } from './sign';
import { xlsxOfReport } from './xlsx/workbook';

export type { Signer } from './sign';

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  oscal: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/** Assessment results are JSON as well, and most tools know them by both words. */
export const fileNameOfReport = (number: string, format: ReportFormat): string =>
  `${number}.${format === 'oscal' ? 'oscal.json' : format}`;

export type ReportFile = { format: ReportFormat; bytes: Uint8Array; sha256: string };

/** What is signed of a report, byte for byte, and two signatures over it. */
export type SignedManifest = Signatures & { manifest: Uint8Array };

type Named = ReportFile & { name: string };

const fileOf = (format: ReportFormat, bytes: Uint8Array): ReportFile => ({
  format,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const digestOf = ({ name, bytes, sha256 }: Named): FileDigest => ({ name, size: bytes.length, sha256 });

/**
 * Every file of a report, made from its content alone: the same content gives the same bytes, besides the signatures.
 * Between files the server's loop goes on with other things.
 */
export async function filesOfReport(
  content: ReportContent,
  signer: Signer,
  signal?: AbortSignal,
): Promise<{ files: ReportFile[]; signed: SignedManifest }> {
  const turns = loopTurns();
  const name = (file: ReportFile): Named => ({
    ...file,
    name: fileNameOfReport(content.number, file.format),
  });
  const data = [
    fileOf('json', await jsonOfReport(content)),
    fileOf('oscal', await oscalOfReport(content)),
    fileOf('csv', await csvOfReport(content)),
  ].map(name);
  const xlsx = name(fileOf('xlsx', await xlsxOfReport(content)));
  const html = name(fileOf('html', await htmlOfReport(content)));
  const bytes = await pdfOfReport(content, data, { signer, signal });
  await turns.take();
  const pdf = name(fileOf('pdf', bytes));
  await turns.take();
  const files = [...data, xlsx, html, pdf];
  const manifest = manifestBytes(manifestOf(content, signer.kid, files.map(digestOf)));
  const signed = { manifest, ...signaturesOf(signer, manifest) };
  const pack = packOf(content, files, signed);
  await turns.take();
  return { files: [...files, fileOf('zip', pack)], signed };
}

const packOf = (
  { generatedAt }: ReportContent,
  files: readonly Named[],
  { manifest, jws, der }: SignedManifest,
) =>
  zipOf(
    [
      { name: MANIFEST, bytes: manifest },
      { name: MANIFEST_JWS, bytes: Buffer.from(jws) },
      { name: MANIFEST_DER, bytes: der },
      ...files,
    ],
    new Date(generatedAt),
    crc32,
  );

/** With the data attached, and in its slot the digests of the data and of itself, signed. */
async function pdfOfReport(
  content: ReportContent,
  data: readonly Named[],
  { signer, signal }: { signer: Signer; signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const attachments = data.map(({ name, format, bytes }) => ({
    name,
    mimeType: CONTENT_TYPES[format].replace(/;.*/, ''),
    bytes,
  }));
  const [json] = data;
  if (json === undefined) throw new Error('A report has its JSON before its PDF');
  const pdf = await renderPdfInWorker({ content: json.bytes, attachments }, signal);
  const slot = readContentSlot(pdf);
  if (slot === undefined) throw new Error('The PDF of a report has a slot for its digests');
  await loopTurns().take();
  const { outsideSha256, start, length } = slot;
  const self = { files: data.map(digestOf), pdf: { outsideSha256, start, length } };
  const statement = pdfStatementBytes(pdfStatementOf(content, signer.kid, self));
  return fillContentSlot(pdf, sealOf(statement, signaturesOf(signer, statement)));
}
