import { type EvidenceLine, line, orAbsent } from '@/lib/domain/evidence';
import {
  type FactReadings,
  type FactValue,
  factValue,
  type UnreadFact,
  unreadFacts,
} from '@/lib/domain/facts';
import { featureState } from '@/lib/domain/judge';
import { osBuild } from '@/lib/domain/os-family';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { isReportingNow } from '@/lib/domain/reporting';
import { PREREQUISITES, type Prerequisite, type Reporting } from '@/lib/domain/vocabulary';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/** A host whose clock is off by more than this may lose its health certificate. */
export const MAX_CLOCK_OFFSET_SECONDS = 300;

type PrerequisiteResult = 'ok' | 'failing' | 'notEvaluated';

export type PrerequisiteRow = {
  prerequisite: Prerequisite;
  result: PrerequisiteResult;
  evidence: EvidenceLine[];
  /** Facts that could not be read and would have added evidence. */
  unread: UnreadFact[];
};

export type PrerequisitesInput = {
  reporting: Reporting;
  /** Null if no snapshot was ever stored. */
  hgsClient: HgsClientReading | null;
  facts: FactReadings;
  /** The host's clock relative to this server's, as last measured. */
  clockOffsetSeconds: number | null;
  /** Such as `10.0.26100`; the version decides what an unset value means. */
  osVersion?: string | null;
  /** When the snapshot with these facts was collected. It dates evidence and decides nothing. */
  snapshot?: SnapshotTimes | null;
};

/**
 * When a snapshot was collected, by the host's clock and by this server's. It may be an old one: of snapshots
 * that differ only in volatile values the facts of the first are kept.
 */
export type SnapshotTimes = { collectedAt: Date; observedAt: Date };

/** What a host needs before HGS can judge it: always the same five, in the same order. */
export function prerequisiteResults(input: PrerequisitesInput): PrerequisiteRow[] {
  return PREREQUISITES.map((prerequisite) => {
    const evidence = EVIDENCE[prerequisite](input);
    const isEvaluated = prerequisite === 'agentReporting' || isReportingNow(input.reporting);
    const result = isEvaluated ? resultOf(RULES[prerequisite](input)) : 'notEvaluated';
    return { prerequisite, result, evidence, unread: UNREAD[prerequisite](input) };
  });
}

/** True if met, null if the host did not say it. */
const RULES: Readonly<Record<Prerequisite, (input: PrerequisitesInput) => boolean | null>> = {
  agentReporting: ({ reporting }) => isReportingNow(reporting),
  hostGuardianFeature: isFeatureInstalled,
  hgsClientConfigured: ({ hgsClient }) => (hgsClient === null ? null : isConfigured(hgsClient)),
  modernTls: isTlsModern,
  clockInSync: ({ clockOffsetSeconds }) =>
    clockOffsetSeconds === null ? null : !isClockOff(clockOffsetSeconds),
};

export function isClockOff(clockOffsetSeconds: number): boolean {
  return Math.abs(clockOffsetSeconds) > MAX_CLOCK_OFFSET_SECONDS;
}

function isFeatureInstalled({ hgsClient, facts }: PrerequisitesInput): boolean | null {
  if (hgsClient?.present === false) return false;
  const feature = featureState(facts);
  return feature === null ? null : feature === 'installed';
}

function isConfigured(client: HgsClientReading): boolean | null {
  if (!client.present || client.clientMode === 'Local' || client.attestationStatus === 'NotConfigured')
    return false;
  if (client.clientMode === 'Unknown') return null;
  return client.attestationServerUrl !== null && client.keyProtectionServerUrl !== null;
}

/**
 * .NET may use TLS 1.0 unless it is told to follow the system. That breaks a host only if TLS 1.0 is off and
 * HGS is reached by https.
 */
function isTlsModern({ hgsClient: client, facts, osVersion = null }: PrerequisitesInput): boolean | null {
  const tls = factValue(facts, 'tls');
  if (client === null || tls === null) return null;
  const followsSystem = tls.systemDefaultTlsVersions64 === 1 && tls.systemDefaultTlsVersions32 === 1;
  const isOff = isTls10Off(tls, osVersion);
  if (followsSystem || isOff === false || isHttpOnly(client)) return true;
  return isOff === null || urlsOf(client).length === 0 ? null : false;
}

function isHttpOnly(client: HgsClientReading): boolean {
  const urls = urlsOf(client);
  return urls.length > 0 && !urls.some((url) => /^https:/i.test(url));
}

/** Windows Server 2025, the first release with TLS 1.0 off by default. */
const FIRST_BUILD_WITHOUT_TLS10 = 26_100;

/**
 * An unset value leaves TLS 1.0 to the system's default, which is on up to Windows Server 2022. From 2025 on
 * it is off, but it is not documented whether the HGS client follows the system there, so the answer is null.
 */
function isTls10Off(tls: FactValue<'tls'>, osVersion: string | null): boolean | null {
  const isByDefaultOff = tls.tls10ClientDisabledByDefault !== null && tls.tls10ClientDisabledByDefault !== 0;
  if (tls.tls10ClientEnabled === 0 || isByDefaultOff) return true;
  const isLeftToSystem = tls.tls10ClientEnabled === null;
  return isLeftToSystem && (osBuild(osVersion) ?? 0) >= FIRST_BUILD_WITHOUT_TLS10 ? null : false;
}

function urlsOf(client: HgsClientReading): string[] {
  return [
    client.attestationServerUrl,
    client.keyProtectionServerUrl,
    ...client.fallbackAttestationServerUrls,
    ...client.fallbackKeyProtectionServerUrls,
  ].filter((url) => url !== null);
}

function resultOf(isMet: boolean | null): PrerequisiteResult {
  return isMet === null ? 'notEvaluated' : isMet ? 'ok' : 'failing';
}

const EVIDENCE: Readonly<Record<Prerequisite, (input: PrerequisitesInput) => EvidenceLine[]>> = {
  agentReporting: ({ reporting }) => [line('reporting', reporting, 'onTime', reporting === 'onTime' || null)],
  hostGuardianFeature: featureEvidence,
  hgsClientConfigured: clientEvidence,
  modernTls: tlsEvidence,
  clockInSync: clockEvidence,
};

const UNREAD: Readonly<Record<Prerequisite, (input: PrerequisitesInput) => UnreadFact[]>> = {
  agentReporting: () => [],
  hostGuardianFeature: ({ facts }) => unreadFacts(facts, ['hostGuardianFeature']),
  hgsClientConfigured: ({ hgsClient }) =>
    hgsClient?.readError ? [{ fact: 'hgsClient', status: 'failed', reason: hgsClient.readError }] : [],
  modernTls: ({ facts }) => unreadFacts(facts, ['tls']),
  clockInSync: ({ facts }) => unreadFacts(facts, ['clock']),
};

function featureEvidence({ facts }: PrerequisitesInput): EvidenceLine[] {
  const feature = factValue(facts, 'hostGuardianFeature');
  const state = featureState(facts);
  const lines = [
    line(
      'HostGuardian',
      feature?.installState ?? null,
      'Installed',
      state === null ? null : state === 'installed',
    ),
  ];
  return feature?.restartNeeded === true ? [...lines, line('RestartNeeded', 'True', null, null)] : lines;
}

function clientEvidence({ hgsClient: client }: PrerequisitesInput): EvidenceLine[] {
  if (client === null || client.readError !== null) return [];
  if (!client.present) return [line('Get-HgsClientConfiguration', null, null, false)];
  const isMode = client.clientMode === 'Unknown' ? null : client.clientMode === 'HostGuardianService';
  return [
    line('Mode', client.clientMode, 'HostGuardianService', isMode),
    line('AttestationServerUrl', client.attestationServerUrl, null, null),
    line('KeyProtectionServerUrl', client.keyProtectionServerUrl, null, null),
  ];
}

function tlsEvidence({ hgsClient: client, facts, osVersion = null }: PrerequisitesInput): EvidenceLine[] {
  const tls = factValue(facts, 'tls');
  if (tls === null) return [];
  const isConcerned = client === null || !isHttpOnly(client);
  const isOff = isTls10Off(tls, osVersion);
  const agrees = (value: number | null) => {
    if (value === 1 || isOff === false) return true;
    return isOff === true && isConcerned ? false : null;
  };
  const view = (label: string, value: number | null) => line(label, numeral(value), '1', agrees(value));
  return [
    view('SystemDefaultTlsVersions (64)', tls.systemDefaultTlsVersions64),
    view('SystemDefaultTlsVersions (32)', tls.systemDefaultTlsVersions32),
    line('TLS 1.0\\Client\\Enabled', numeral(tls.tls10ClientEnabled), null, null),
    line('TLS 1.0\\Client\\DisabledByDefault', numeral(tls.tls10ClientDisabledByDefault), null, null),
  ].map(orAbsent);
}

function clockEvidence({
  clockOffsetSeconds: offset,
  facts,
  snapshot = null,
}: PrerequisitesInput): EvidenceLine[] {
  const measured = line(
    'clockOffsetSeconds',
    numeral(offset),
    `-${MAX_CLOCK_OFFSET_SECONDS}..${MAX_CLOCK_OFFSET_SECONDS}`,
    offset === null ? null : !isClockOff(offset),
  );
  const clock = factValue(facts, 'clock');
  if (clock === null) return [measured];
  const synced = line('Last Successful Sync Time', clock.syncedAt, null, null);
  const moment = momentOf(clock.syncedAt, snapshot);
  return [measured, line('Source', clock.source, null, null), moment ? { ...synced, moment } : synced];
}

/** A time relative to its snapshot, by the host's clock alone, so that the clock's offset does not matter. */
function momentOf(told: string | null, snapshot: SnapshotTimes | null): EvidenceLine['moment'] | null {
  const toldMs = parseRfc3339(told);
  if (toldMs === null || snapshot === null) return null;
  const ageMs = snapshot.collectedAt.getTime() - toldMs;
  if (ageMs < 0) return null;
  const at = new Date(snapshot.observedAt.getTime() - ageMs);
  return { at: at.toISOString(), toldAt: snapshot.observedAt.toISOString() };
}

function numeral(value: number | null): string | null {
  return value === null ? null : String(value);
}
