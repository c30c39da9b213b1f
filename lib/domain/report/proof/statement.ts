import type { ClassTotals } from '@/lib/domain/report/figures';
import { isRecord } from '@/lib/util/guards';
import { type Bytes, base64, fromBase64, textOf, utf8 } from './bytes';
import type { Signatures } from './signature';

/** The parts of a report that the signed statement repeats. */
export type ReportHead = {
  id: string;
  number: string;
  kind: string;
  schemaVersion: string;
  scope: { filter: string; fabrics: readonly string[] };
  /** Missing in reports of earlier versions. */
  installation?: { name: string | null; address: string | null };
  asOf: string;
  from: string | null;
  to: string | null;
  generatedAt: string;
  product: { version: string; judgeVersion: number; catalogueVersion: string };
  totals: ClassTotals;
  auditHead: { at: string; sequence: string; hash: string } | null;
};

/** A file with its proof; SHA-256 in hex. */
export type FileDigest = { name: string; size: number; sha256: string };

/** The signed facts about a report besides its files, from its content or a claimed one. */
export function factsOf({ product, totals, auditHead, ...head }: ReportHead) {
  return {
    reportId: head.id,
    number: head.number,
    kind: head.kind,
    createdAt: head.generatedAt,
    asOf: head.asOf,
    from: head.from,
    to: head.to,
    counts: totals,
    versions: { schema: head.schemaVersion, ...product },
    auditHead,
  };
}

/** Additional facts in a pack. A PDF's slot has no room for them, because a filter may be long. */
export const scopeOf = ({ scope, installation }: ReportHead) => ({
  filter: scope.filter,
  fabrics: scope.fabrics,
  ...(installation !== undefined && { installation }),
});

type Signed = { kid: string; alg: 'ES256'; files: readonly FileDigest[] };
type Facts = ReturnType<typeof factsOf>;

/** The signed content of a pack. A PDF also has its own digest, of everything except the signature. */
export type Manifest = Facts & ReturnType<typeof scopeOf> & Signed;
export type PdfDigest = { outsideSha256: string; start: number; length: number };
export type PdfStatement = Facts & Signed & { pdf: PdfDigest };

export const manifestOf = (head: ReportHead, kid: string, files: readonly FileDigest[]): Manifest => ({
  ...factsOf(head),
  ...scopeOf(head),
  kid,
  alg: 'ES256',
  files,
});

export const pdfStatementOf = (
  head: ReportHead,
  kid: string,
  { files, pdf }: Pick<PdfStatement, 'files' | 'pdf'>,
): PdfStatement => ({ ...factsOf(head), kid, alg: 'ES256', files, pdf });

export const MANIFEST = 'manifest.json';
export const MANIFEST_JWS = 'manifest.jws';
export const MANIFEST_DER = 'manifest.der';

export const manifestBytes = (manifest: Manifest): Bytes => utf8(`${JSON.stringify(manifest, null, 2)}\n`);

export const pdfStatementBytes = (statement: PdfStatement): Bytes => utf8(JSON.stringify(statement));

const isText = (value: unknown): value is string => typeof value === 'string';

const isDigest = (value: unknown): value is FileDigest =>
  isRecord(value) &&
  isText(value.name) &&
  Number.isSafeInteger(value.size) &&
  isText(value.sha256) &&
  /^[0-9a-f]{64}$/.test(value.sha256);

function isSigned(value: unknown): value is Facts & Signed {
  if (!isRecord(value) || value.alg !== 'ES256') return false;
  if (!['reportId', 'number', 'kid', 'createdAt', 'asOf'].every((name) => isText(value[name]))) return false;
  if (!isRecord(value.counts) || !Number.isSafeInteger(value.counts.hosts)) return false;
  if (Number.isNaN(new Date(String(value.createdAt)).getTime())) return false;
  return Array.isArray(value.files) && value.files.every(isDigest);
}

const isManifest = (value: unknown): value is Manifest =>
  isSigned(value) && 'filter' in value && isText(value.filter);

const isPdfStatement = (value: unknown): value is PdfStatement =>
  isSigned(value) && 'pdf' in value && isRecord(value.pdf) && isText(value.pdf.outsideSha256);

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes) ?? '');
  } catch {
    return undefined;
  }
}

export function readManifest(bytes: Uint8Array): Manifest | undefined {
  const value = parsed(bytes);
  return isManifest(value) ? value : undefined;
}

export function readPdfStatement(bytes: Uint8Array): PdfStatement | undefined {
  const value = parsed(bytes);
  return isPdfStatement(value) ? value : undefined;
}

/**
 * `content.json` inside a PDF: JSON in four lines, so that `sed` finds the statement, which is signed exactly
 * as it stands on the second line.
 */
export const sealOf = (statement: Uint8Array, { jws, der }: Signatures): Bytes =>
  utf8(`{\n"content":${textOf(statement)},\n"jws":${jws},\n"der":"${base64(der)}"\n}`);

const SEAL = /^\{\n"content":(\{.*\}),\n"jws":(\{.*\}),\n"der":"([A-Za-z0-9+/=]*)"\n\}$/;

export function readSeal(bytes: Uint8Array): ({ statement: Bytes } & Signatures) | undefined {
  const [, statement, jws, der] = SEAL.exec(textOf(bytes) ?? '') ?? [];
  const signature = fromBase64(der ?? '');
  if (statement === undefined || jws === undefined || signature === undefined) return undefined;
  return { statement: utf8(statement), jws, der: signature };
}
