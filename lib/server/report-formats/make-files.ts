import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ReportContent } from '@/lib/contracts/report-content';
import type { ReportFormat } from '@/lib/contracts/words/reports';
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
import { csvOfFailures, csvOfReport } from './csv';
import { htmlOfReport } from './html/html';
import { CONTENT_TYPES, fileNameOfReport } from './names';
import { oscalOfReport } from './oscal/oscal';
import { renderPdf } from './pdf/render';
import { fillContentSlot, readContentSlot } from './pdf/slot';
import { type Signer, signaturesOf } from './sign';
import { xlsxOfReport } from './xlsx/workbook';

export type ReportFile = { format: ReportFormat; bytes: Uint8Array; sha256: string };

/** The signed statement of a report, byte for byte, and two signatures over it. */
export type SignedManifest = Signatures & { manifest: Uint8Array };

export type ReportFiles = { files: ReportFile[]; signed: SignedManifest };

type Named = ReportFile & { name: string };

const fileOf = (format: ReportFormat, bytes: Uint8Array): ReportFile => ({
  format,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const fileDigest = ({ name, bytes, sha256 }: Named): FileDigest => ({ name, size: bytes.length, sha256 });

/**
 * Makes every file of a report from its JSON format alone, in this thread: the same content gives the same
 * bytes, except for the signatures.
 */
export async function makeFiles(json: Uint8Array, signer: Signer): Promise<ReportFiles> {
  const content: ReportContent = JSON.parse(new TextDecoder().decode(json));
  const name = (file: ReportFile): Named => ({
    ...file,
    name: fileNameOfReport(content.number, file.format),
  });
  const data = [
    fileOf('json', json),
    fileOf('oscal', oscalOfReport(content)),
    fileOf('csv', csvOfReport(content)),
    ...(content.kind === 'period' ? [fileOf('failures', csvOfFailures(content))] : []),
  ].map(name);
  const xlsx = name(fileOf('xlsx', await xlsxOfReport(content)));
  const html = name(fileOf('html', htmlOfReport(content, signer.kid)));
  const pdf = name(fileOf('pdf', pdfOfReport(content, data, signer)));
  const files = [...data, xlsx, html, pdf];
  const manifest = manifestBytes(manifestOf(content, signer.kid, files.map(fileDigest)));
  const signed = { manifest, ...signaturesOf(signer, manifest) };
  return { files: [...files, fileOf('zip', packOf(content, files, signed))], signed };
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

/** The PDF with the data attached. Its slot contains the signed digests of the data and of the PDF itself. */
function pdfOfReport(content: ReportContent, data: readonly Named[], signer: Signer): Uint8Array {
  const attachments = data.map(({ name, format, bytes }) => ({
    name,
    mimeType: CONTENT_TYPES[format].replace(/;.*/, ''),
    bytes,
  }));
  const pdf = renderPdf(content, attachments, signer.kid);
  const slot = readContentSlot(pdf);
  if (slot === undefined) throw new Error('The PDF of a report has a slot for its digests');
  const { outsideSha256, start, length } = slot;
  const self = { files: data.map(fileDigest), pdf: { outsideSha256, start, length } };
  const statement = pdfStatementBytes(pdfStatementOf(content, signer.kid, self));
  return fillContentSlot(pdf, sealOf(statement, signaturesOf(signer, statement)));
}
