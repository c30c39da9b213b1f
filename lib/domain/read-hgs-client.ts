import { isGiven, type NamedCheck, readSubstatus, readUint64 } from '@/lib/domain/read-substatus';
import {
  ATTESTATION_MODES,
  ATTESTATION_STATUSES,
  type AttestationMode,
  type AttestationStatus,
  type ClientMode,
  STATUS_BY_CODE,
} from '@/lib/domain/vocabulary';
import { ownValues } from '@/lib/util/own-values';

/** What contradicts the status in HGS's word. */
type Contradiction = 'statusCode' | 'substatusCode' | 'notGuarded' | 'localMode' | 'namedCheck';

export type HgsClientReading = {
  /** False only if the host has no such cmdlet. */
  present: boolean;
  attestationStatus: AttestationStatus | null;
  /** The word as it was sent, even if unreadable. */
  attestationStatusRaw: string | null;
  statusCode: number | null;
  checks: NamedCheck[];
  mode: AttestationMode;
  clientMode: ClientMode;
  isHostGuarded: boolean | null;
  attestationServerUrl: string | null;
  keyProtectionServerUrl: string | null;
  fallbackAttestationServerUrls: string[];
  fallbackKeyProtectionServerUrls: string[];
  isFallbackInUse: boolean | null;
  /** Why the host could not read its own client, if it sent this instead of a status. */
  readError: string | null;
  contradictions: Contradiction[];
};

const STATUS_BY_WORD = byLowerCase(ATTESTATION_STATUSES);

const MODE_BY_WORD = new Map<string, AttestationMode>([
  ...byLowerCase(ATTESTATION_MODES),
  ['ad', 'ActiveDirectory'],
  ['0', 'Unknown'],
  ['1', 'Tpm'],
  ['2', 'ActiveDirectory'],
  ['3', 'HostKey'],
]);

const CLIENT_MODE_BY_WORD = new Map<string, ClientMode>([
  ['local', 'Local'],
  ['localmode', 'Local'],
  ['1', 'Local'],
  ['hostguardianservice', 'HostGuardianService'],
  ['securehostingservice', 'HostGuardianService'],
  ['securehostingservicemode', 'HostGuardianService'],
  ['2', 'HostGuardianService'],
]);

/** A spreadsheet writes these words in the language of the person who opened the file. */
const FLAG_BY_WORD = new Map<string, boolean>([
  ...['true', '$true', '1', 'vrai', 'wahr', 'verdadero'].map((word) => [word, true] as const),
  ...['false', '$false', '0', 'faux', 'falsch', 'falso'].map((word) => [word, false] as const),
]);

/** Reads what a host's HGS client said, in any shape. Never throws and never loses a name. */
export function readHgsClient(raw: unknown): HgsClientReading {
  const field = fieldsOf(raw);
  const status = readStatus(field('attestationStatus'), field('attestationStatusCode'));
  const reading: HgsClientReading = {
    present: raw !== null,
    attestationStatus: status.status,
    attestationStatusRaw: status.raw,
    statusCode: status.code,
    checks: readChecks(field('attestationSubstatus'), field('attestationSubstatusCode')),
    mode:
      readWord(MODE_BY_WORD, field('attestationOperationMode'), field('attestationOperationModeCode')) ??
      'Unknown',
    clientMode: readWord(CLIENT_MODE_BY_WORD, field('mode'), field('modeCode')) ?? 'Unknown',
    isHostGuarded: readFlag(field('isHostGuarded')),
    attestationServerUrl: readText(field('attestationServerUrl')),
    keyProtectionServerUrl: readText(field('keyProtectionServerUrl')),
    fallbackAttestationServerUrls: readTexts(field('fallbackAttestationServerUrl')),
    fallbackKeyProtectionServerUrls: readTexts(field('fallbackKeyProtectionServerUrl')),
    isFallbackInUse: readFlag(field('isFallbackInUse')),
    readError: status.raw === null ? readText(field('readError')) : null,
    contradictions: [],
  };
  const contradictions = contradictionsOf(reading, status.codeAgrees, field('attestationSubstatusCode'));
  return { ...reading, contradictions };
}

/** Field names differ in case between the cmdlet, its documentation and raw CIM. */
function fieldsOf(raw: unknown): (name: string) => unknown {
  const fields = new Map<string, unknown>();
  if (typeof raw === 'object' && raw !== null) {
    for (const [key, value] of ownValues(raw)) {
      const lower = key.toLowerCase();
      // If a field comes in two spellings, the one with a value counts.
      if (readText(fields.get(lower)) === null) fields.set(lower, value);
    }
  }
  return (name) => fields.get(name.toLowerCase());
}

type StatusReading = {
  status: AttestationStatus | null;
  raw: string | null;
  code: number | null;
  /** Null if there is nothing to compare. */
  codeAgrees: boolean | null;
};

function readStatus(rawName: unknown, rawCode: unknown): StatusReading {
  const name = readText(rawName);
  const code = readText(rawCode);
  // If there is a name, the code is only compared with it: an unreadable name never turns green because of its code.
  const nameGiven = isGiven(rawName);
  const status = statusOf(nameGiven ? name : code);
  return {
    status,
    raw: name ?? code,
    code: codeNumber(code) ?? codeNumber(name),
    codeAgrees: nameGiven && isGiven(rawCode) && status !== null ? statusOf(code) === status : null,
  };
}

function statusOf(word: string | null): AttestationStatus | null {
  if (word === null) return null;
  const number = codeNumber(word);
  if (number !== null) return STATUS_BY_CODE.get(number) ?? null;
  return STATUS_BY_WORD.get(squeeze(word)) ?? null;
}

function codeNumber(text: string | null): number | null {
  const value = text === null ? null : readUint64(text);
  return value === null || value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

function readChecks(names: unknown, code: unknown): NamedCheck[] {
  return readSubstatus(isGiven(names) ? names : code);
}

function contradictionsOf(
  reading: HgsClientReading,
  statusCodeAgrees: boolean | null,
  rawSubstatusCode: unknown,
): Contradiction[] {
  const found: Contradiction[] = statusCodeAgrees === false ? ['statusCode'] : [];
  if (reading.attestationStatus !== 'Passed') return found;
  if (reading.isHostGuarded === false) found.push('notGuarded');
  if (reading.clientMode === 'Local') found.push('localMode');
  if (reading.checks.length > 0) found.push('namedCheck');
  // "NoInformation" beside a number that says otherwise.
  else if (readSubstatus(rawSubstatusCode).length > 0) found.push('substatusCode');
  return found;
}

function readWord<T>(words: ReadonlyMap<string, T>, name: unknown, code: unknown): T | null {
  const text = readText(name) ?? readText(code);
  return text === null ? null : (words.get(squeeze(text)) ?? null);
}

/** The text of a plain value; null if it is blank or not plain. */
function readText(raw: unknown): string | null {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'bigint') return null;
  const text = String(raw).trim();
  return text === '' ? null : text;
}

function readTexts(raw: unknown): string[] {
  const values = Array.isArray(raw) ? [...ownValues(raw).values()] : [raw];
  return values.map(readText).filter((text) => text !== null);
}

/** Null if it is neither true nor false in any known word. */
export function readFlag(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw;
  return FLAG_BY_WORD.get(readText(raw)?.toLowerCase() ?? '') ?? null;
}

function byLowerCase<T extends string>(words: readonly T[]): Map<string, T> {
  return new Map(words.map((word) => [word.toLowerCase(), word]));
}

function squeeze(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}
