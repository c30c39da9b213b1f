import { canonicalJson } from '@/lib/util/canonical-json';
import { isRecord } from '@/lib/util/guards';
import { joined, sha256, textOf } from './bytes';
import type { KnownKey } from './keys';
import { attachedFiles } from './pdf-attachments';
import { slotContent, slotPlaceOf } from './pdf-slot';
import { type Countable, differingFigures, type Figure } from './recount';
import { type SignatureFault, type Signatures, signerOf } from './signature';
import {
  type FileDigest,
  factsOf,
  MANIFEST,
  MANIFEST_DER,
  MANIFEST_JWS,
  type Manifest,
  type PdfStatement,
  readManifest,
  readPdfStatement,
  readSeal,
  scopeOf,
} from './statement';
import { isZipOf, looksLikeZip, type Member, readMembers } from './zip';

/** What is wrong with a file. `name` is a member of it. */
export type Fault =
  | { code: 'notAReport' | 'unsigned' | 'packChanged' | 'statementUnreadable' | SignatureFault }
  | { code: 'unknownKey' | 'pdfChanged' | 'reportUnreadable' | 'statementDiffers' | 'reportMissing' }
  | { code: 'memberMissing' | 'memberChanged' | 'memberAdded'; name: string }
  | { code: 'figureDiffers'; figure: Figure };

export type Verdict = {
  /** Undefined if it is neither. */
  kind?: 'pack' | 'pdf';
  /** Empty if it is exactly as it was signed. */
  faults: Fault[];
  /** The thumbprint of the signing key, if the signatures are valid. */
  kid?: string;
  /** Whether that key is one of the given ones: otherwise anybody may have signed it. */
  isOriginProven: boolean;
  /** What it says about itself, if the signatures are valid. */
  says?: Pick<Manifest, 'reportId' | 'number' | 'createdAt' | 'asOf' | 'from' | 'to' | 'counts'>;
  files: readonly FileDigest[];
};

/** Null if no key was given. */
type Keys = readonly KnownKey[] | null;

const refused = (...faults: Fault[]): Verdict => ({ faults, isOriginProven: false, files: [] });

/** Verifies a signed report, as a pack or a PDF, from its bytes and the keys alone. */
export async function verifyReport(bytes: Uint8Array, keys: Keys): Promise<Verdict> {
  if (looksLikeZip(bytes)) return { ...(await verifyPack(bytes, keys)), kind: 'pack' };
  if (textOf(bytes.subarray(0, 5)) === '%PDF-') return { ...(await verifyPdf(bytes, keys)), kind: 'pdf' };
  return refused({ code: 'notAReport' });
}

type Signed = { payload: Uint8Array; statement: Manifest | PdfStatement | undefined } & Signatures;

/** Checks whose signature it is before reading anything else in the file. */
async function verifySignature({ payload, statement, ...signatures }: Signed, keys: Keys): Promise<Verdict> {
  const key = await signerOf(payload, signatures);
  if (typeof key === 'string') return refused({ code: key });
  if (statement === undefined || statement.kid !== key.kid) return refused({ code: 'statementUnreadable' });
  const isOriginProven = keys?.some(({ kid }) => kid === key.kid) ?? false;
  const faults: Fault[] = keys === null || isOriginProven ? [] : [{ code: 'unknownKey' }];
  return { faults, isOriginProven, kid: key.kid, says: statement, files: statement.files };
}

async function verifyPack(zip: Uint8Array, keys: Keys): Promise<Verdict> {
  const members = readMembers(zip);
  const bytesOf = (name: string) => members.find((member) => member.name === name)?.bytes;
  const [payload, jws, der] = [MANIFEST, MANIFEST_JWS, MANIFEST_DER].map(bytesOf);
  if (payload === undefined || jws === undefined || der === undefined) return refused({ code: 'unsigned' });
  const manifest = readManifest(payload);
  const signed = { payload, statement: manifest, jws: textOf(jws) ?? '', der };
  const verdict = await verifySignature(signed, keys);
  if (manifest === undefined || verdict.says === undefined) return verdict;
  const faults = [...verdict.faults, ...(await faultsOfFiles(manifest.files, members))];
  // If a member was added or is missing, a second fault about the archive would add nothing.
  if (faults.length === 0 && !isZipOf(zip, members, new Date(manifest.createdAt)))
    faults.push({ code: 'packChanged' });
  const json = members.find(({ name }) => name === `${manifest.number}.json`);
  faults.push(...faultsOfContent(json?.bytes, manifest));
  const pdf = members.find(({ name }) => name === `${manifest.number}.pdf`);
  if (pdf !== undefined && faults.length === 0) faults.push(...(await faultsOfPdfWithin(pdf.bytes, verdict)));
  return { ...verdict, faults };
}

const SIGNATURE_MEMBERS: readonly string[] = [MANIFEST, MANIFEST_JWS, MANIFEST_DER];

async function faultsOfFiles(files: readonly FileDigest[], members: readonly Member[]): Promise<Fault[]> {
  const names = new Set([...SIGNATURE_MEMBERS, ...files.map(({ name }) => name)]);
  const faults: Fault[] = [];
  for (const { name, size, sha256: digest } of files) {
    const [member] = members.filter((each) => each.name === name);
    if (member === undefined) faults.push({ code: 'memberMissing', name });
    else if (member.bytes.length !== size || (await sha256(member.bytes)) !== digest)
      faults.push({ code: 'memberChanged', name });
  }
  const seen = new Set<string>();
  for (const { name } of members) {
    if (!names.has(name) || seen.has(name)) faults.push({ code: 'memberAdded', name });
    seen.add(name);
  }
  return faults;
}

/** The PDF in a pack has its own proof, which must have the same key and be of the same report. */
async function faultsOfPdfWithin(pdf: Uint8Array, { kid, says }: Verdict): Promise<Fault[]> {
  const inner = await verifyPdf(pdf, null);
  if (inner.faults.length > 0) return inner.faults;
  return inner.kid === kid && inner.says?.reportId === says?.reportId ? [] : [{ code: 'pdfChanged' }];
}

async function verifyPdf(pdf: Uint8Array, keys: Keys): Promise<Verdict> {
  const place = slotPlaceOf(pdf);
  const seal = place && readSeal(slotContent(pdf, place));
  if (place === undefined || seal === undefined) return refused({ code: 'unsigned' });
  const { statement: payload, ...signatures } = seal;
  const statement = readPdfStatement(payload);
  const verdict = await verifySignature({ payload, statement, ...signatures }, keys);
  if (statement === undefined || verdict.says === undefined) return verdict;
  const { outsideSha256, start, length } = statement.pdf;
  const outside = joined([pdf.subarray(0, place.start), pdf.subarray(place.start + place.length)]);
  const isWhole =
    start === place.start && length === place.length && (await sha256(outside)) === outsideSha256;
  if (!isWhole) return { ...verdict, faults: [...verdict.faults, { code: 'pdfChanged' }] };
  const json = statement.files.find(({ name }) => name === `${statement.number}.json`);
  const attached = json && (await attachedWith(pdf, json));
  return { ...verdict, faults: [...verdict.faults, ...faultsOfContent(attached, statement)] };
}

async function attachedWith(pdf: Uint8Array, file: FileDigest): Promise<Uint8Array | undefined> {
  for (const bytes of await attachedFiles(pdf, file.size))
    if ((await sha256(bytes)) === file.sha256) return bytes;
  return undefined;
}

/** Parses content that any key may have signed, so that its shape is unknown. */
function parsed(json: Uint8Array): Countable | undefined {
  try {
    const value: unknown = JSON.parse(textOf(json) ?? '');
    return isRecord(value) && Array.isArray(value.hosts) ? (value as Countable) : undefined;
  } catch {
    return undefined;
  }
}

function faultsOfContent(json: Uint8Array | undefined, statement: Manifest | PdfStatement): Fault[] {
  if (json === undefined) return [{ code: 'reportMissing' }];
  const content = parsed(json);
  if (content === undefined) return [{ code: 'reportUnreadable' }];
  try {
    const faults: Fault[] = differingFigures(content).map((figure) => ({ code: 'figureDiffers', figure }));
    const said = { ...factsOf(content), ...('filter' in statement ? scopeOf(content) : {}) };
    const { kid: _, alg: __, files: ___, ...told } = statement;
    const { pdf: ____, ...facts } = { pdf: null, ...told };
    return canonicalJson(said) === canonicalJson(facts) ? faults : [...faults, { code: 'statementDiffers' }];
  } catch {
    // It does not have the shape of a report, so no figure could be checked.
    return [{ code: 'reportUnreadable' }];
  }
}
