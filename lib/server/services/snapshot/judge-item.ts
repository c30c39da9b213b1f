import { createHash } from 'node:crypto';
import { ciPolicyOf } from '@/lib/domain/ci-policy';
import { type FactReadings, factValue, readFacts } from '@/lib/domain/facts';
import { hostNameKey, isOtherMachine, usableMachineId } from '@/lib/domain/identity';
import { judgeSnapshot } from '@/lib/domain/judge';
import { osFamily } from '@/lib/domain/os-family';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { riskFlags } from '@/lib/domain/risk';
import { bootStageOf } from '@/lib/domain/secure-boot/stage';
import type { JudgedState } from '@/lib/domain/vocabulary';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import type { ProfileRow } from '@/lib/server/db/ingest/write-rows';
import { canonicalJson } from '@/lib/util/canonical-json';
import { isRecord } from '@/lib/util/guards';
import { storableText } from '@/lib/util/text';
import type { ReadItem } from './read-item';

/**
 * Raised whenever the same snapshot would lead to another profile, so that the next snapshot of each host
 * renews it.
 */
export const JUDGE_VERSION = 4;

/** The result for a stored snapshot: its profile, its VM counts, and the names it gives its host. */
export type JudgedItem = {
  profileId: string;
  /** Null if it is the host's own profile, which already exists. */
  profile: ProfileRow | null;
  hostname: string;
  fqdn: string | null;
  judgedState: JudgedState;
  vmsTotal: number | null;
  vmsRunning: number | null;
  /** Data, never identity: compared with other hosts to flag duplicates. */
  names: { nameKey: string; machineId: string | null };
};

type Enrolled = { hostname: string; fqdn: string | null; machineId: string | null };

const PG_INT_MAX = 2_147_483_647;

/** Judges an item on the server; the agent only collects. Never throws, whatever the item holds. */
export function judgeItem(
  item: Record<string, unknown>,
  enrolled: Enrolled,
): JudgedItem & { profile: ProfileRow } {
  const hgsClient = readHgsClient(item.hgsClient);
  const facts = readFacts(item.facts);
  const host = readHost(item, enrolled);
  const judgement = judgeSnapshot(hgsClient, facts, isOtherMachine(enrolled.machineId, host.machineId));
  const vms = factValue(facts, 'shieldedVms');
  const content = {
    ...host.columns,
    judgeVersion: JUDGE_VERSION,
    mode: hgsClient.mode,
    judgedState: judgement.state,
    attestationStatus: judgement.attestationStatus,
    failingChecks: judgement.failingChecks,
    inferredChecks: judgement.inferredChecks,
    causes: judgement.causes,
    contradictory: judgement.contradictory,
    riskFlags: riskFlags(hgsClient, facts),
    ciPolicy: ciPolicyOf(facts),
    tpm: tpmOf(facts),
    bootStage: bootStageOf(facts),
  };
  const profileId = idOf(content);
  return {
    profileId,
    profile: { id: profileId, ...content },
    hostname: content.hostname,
    fqdn: content.fqdn,
    judgedState: judgement.state,
    vmsTotal: count(vms?.total),
    vmsRunning: count(vms?.running),
    names: { nameKey: hostNameKey(host.columns), machineId: host.machineId },
  };
}

/**
 * The judgement of the host's newest document, for an item with the same content, as most are. Null if
 * another version of the rules made it, if names given at enrolment had to stand in, or if the host has
 * enrolled since, perhaps as another machine.
 */
export function judgedBefore(host: LockedHost, said: ReadItem['names']): JudgedItem | null {
  const { profileId, judgedState, profileHostname: hostname, profileFqdn: fqdn } = host;
  if (!nonBlank(said.hostname) || host.judgeVersion !== JUDGE_VERSION || !host.confirmed) return null;
  if (profileId === null || judgedState === null || hostname === null) return null;
  return {
    profileId,
    profile: null,
    hostname,
    fqdn,
    judgedState,
    vmsTotal: host.vmsTotal,
    vmsRunning: host.vmsRunning,
    names: { nameKey: hostNameKey({ hostname, fqdn }), machineId: usableMachineId(said.machineId) },
  };
}

const nonBlank = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function readHost(item: Record<string, unknown>, enrolled: Enrolled) {
  const host = isRecord(item.host) ? item.host : {};
  const agent = isRecord(item.agent) ? item.agent : {};
  const text = (value: unknown) => (nonBlank(value) ? storableText(value.trim()) : null);
  const hostname = text(host.hostname);
  const osCaption = text(host.osCaption);
  const osVersion = text(host.osVersion);
  const named = {
    hostname: hostname ?? enrolled.hostname,
    fqdn: text(host.fqdn) ?? (hostname === null ? enrolled.fqdn : null),
    cluster: text(host.cluster),
    model: text(host.model),
    firmwareVersion: text(host.firmwareVersion),
  };
  const columns = {
    ...named,
    os: osFamily(osCaption, osVersion),
    osCaption,
    osVersion,
    manufacturer: text(host.manufacturer),
    agentVersion: text(agent.version),
    search: Object.values(named)
      .filter((value) => value !== null)
      .join('\n')
      .toLowerCase(),
  };
  return { columns, machineId: usableMachineId(host.machineId) };
}

/** No vendor prints longer values. */
const MOST_TPM_LETTERS = 255;

/** Vendor and firmware version of the TPM, as far as the host knows them. */
function tpmOf(facts: FactReadings): string | null {
  const tpm = factValue(facts, 'tpm');
  const said = [tpm?.manufacturerId, tpm?.manufacturerVersion].filter(nonBlank).join(' ');
  return said === '' || said.length > MOST_TPM_LETTERS ? null : storableText(said);
}

const count = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= PG_INT_MAX ? value : null;

/** The id of a profile is a digest of its content, so that equal profiles need no look-up. */
function idOf(content: Omit<ProfileRow, 'id'>): string {
  const hex = createHash('sha256').update(canonicalJson(content)).digest('hex');
  // Version 8 (RFC 9562) is a UUID whose other bits are application-defined.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
