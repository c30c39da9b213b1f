import { readFlag, readHgsClient } from '@/lib/domain/read-hgs-client';
import { readSubstatus } from '@/lib/domain/read-substatus';
import { NO_INFORMATION } from '@/lib/domain/vocabulary';

/** Field names as printed by Get-HgsClientConfiguration, the agent's self-test and its snapshots. */
export const CLIENT_FIELDS = [
  'IsHostGuarded',
  'Mode',
  'ModeCode',
  'KeyProtectionServerUrl',
  'AttestationServerUrl',
  'AttestationOperationMode',
  'AttestationOperationModeCode',
  'AttestationStatus',
  'AttestationStatusCode',
  'AttestationSubstatus',
  'AttestationSubstatusCode',
  'FallbackKeyProtectionServerUrl',
  'FallbackAttestationServerUrl',
  'IsFallbackInUse',
  'LastAttestationServerUrl',
  'LastKeyProtectionServerUrl',
  'HgsClientFound',
] as const;
export type ClientField = (typeof CLIENT_FIELDS)[number];

const BY_LOWER: ReadonlyMap<string, ClientField> = new Map(
  CLIENT_FIELDS.map((field) => [field.toLowerCase(), field]),
);

export function clientField(name: string): ClientField | null {
  return BY_LOWER.get(name.toLowerCase()) ?? null;
}

/** Whether the field can have this value, which distinguishes an output from prose about it. */
export function isPlausible(field: ClientField, value: string): boolean {
  if (value === '' || value.length > 2000) return false;
  if (/^(Is|HgsClientFound)/.test(field)) return readFlag(value) !== null;
  if (field.endsWith('Url')) return /^[{[]?https?:\/\/\S/i.test(value);
  if (field.endsWith('Code')) return /^\d{1,20}$/.test(value);
  if (field === 'AttestationSubstatus') return isSubstatus(value);
  return isWord(field, value);
}

function isWord(field: ClientField, value: string): boolean {
  const reading = readHgsClient({ [field]: value });
  if (field === 'AttestationStatus') return reading.attestationStatus !== null;
  const isUnknown = /^(unknown|0)$/i.test(value);
  return isUnknown || (field === 'Mode' ? reading.clientMode : reading.mode) !== 'Unknown';
}

function isSubstatus(value: string): boolean {
  if (value.toLowerCase() === NO_INFORMATION.toLowerCase() || value === '0') return true;
  const checks = readSubstatus(value);
  return checks.length > 0 && checks.every((check) => check.recognised);
}
