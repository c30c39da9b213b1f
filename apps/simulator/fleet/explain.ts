import type { AttestationStatus, DocumentedCheck } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';
import type { Condition } from './condition';
import type { FleetHost } from './fleet';

type HgsEvent = { at: string; id: number; level: number; message: string };

const startOfDay = (ms: number) => ms - (ms % DAY_MS);

/** A time as the host writes it, whose clock may be wrong. */
export const byItsClock = (ms: number, { clockOffsetSeconds }: Condition) =>
  new Date(Math.round(ms + clockOffsetSeconds * 1000)).toISOString();

/** Windows' level of a fault. The agent sends no others. */
const ERROR = 2;

/** What the HGS client writes to its log for each status that is a fault, in our own words. */
const EVENT_BY_STATUS: Partial<Record<AttestationStatus, { id: number; message: string }>> = {
  InsecureHostConfiguration: { id: 1006, message: 'The attestation server refused the request.' },
  UnauthorizedHost: { id: 1007, message: 'The endorsement key of this host is not in the authorised list.' },
  TpmError: { id: 1012, message: 'Reading the endorsement key from the TPM failed.' },
  Expired: { id: 1006, message: 'The health certificate is out of date and could not be renewed.' },
  TransientError: {
    id: 1006,
    message: 'The attestation server could not be reached: the request timed out.',
  },
};

const EVENT_BY_CHECK: Partial<Record<DocumentedCheck, { id: number; message: string }>> = {
  SecureBoot: { id: 1008, message: 'Secure Boot is off, or the TPM measurements match no baseline.' },
  SecureBootSettings: { id: 1008, message: 'Secure Boot is off, or the TPM measurements match no baseline.' },
  CodeIntegrityPolicy: { id: 1009, message: 'The code integrity policy matches none that is authorised.' },
};

/** A host that does not pass tries again, and logs the fault again, every day. */
export function eventsOf(host: FleetHost, condition: Condition, collectedMs: number): HgsEvent[] {
  const { sinceMs, status } = condition;
  const at = byItsClock(Math.max(sinceMs, startOfDay(collectedMs)), condition);
  const own = condition.checks.flatMap((check) => EVENT_BY_CHECK[check] ?? []);
  const byGroup = { id: 1010, message: 'The host is not in an authorised Active Directory group.' };
  const isByGroup = status === 'UnauthorizedHost' && host.cluster.mode === 'ActiveDirectory';
  const [event] = isByGroup ? [byGroup] : [...own, EVENT_BY_STATUS[status]];
  return event === undefined ? [] : [{ at, level: ERROR, ...event }];
}

/** Once a day, and when the host turns: what they print is of that time. */
export const diagnosedMs = ({ turnedMs }: Condition, collectedMs: number) =>
  Math.max(turnedMs, startOfDay(collectedMs));

/** As Get-HgsTrace -RunDiagnostics prints its tree. */
export function diagnosticsText(host: FleetHost, { status, checks }: Condition): string {
  const result = status === 'Passed' ? 'Pass' : 'Fail';
  const lines = [
    `Overall Result: ${result}`,
    `    ${host.hostname}: ${result}`,
    `        Test Attestation: ${result}`,
    `            Check Attestation Status: ${result}`,
    ...(status === 'Passed' ? [] : [`            >>> Attestation status: ${status}`]),
    ...checks.map((check) => `            >>> Attestation substatus: ${check}`),
  ];
  return lines.join('\n');
}
