import { MINUTE_MS } from '@/lib/util/durations';
import { conditionAt, hgsClientOf } from './condition';
import { byItsClock } from './explain';
import { type Facts, factsOf } from './facts';
import type { Fleet, FleetHost, SnapshotDocument } from './fleet';
import { hostileName, withHostileText } from './hostile';
import { OS_CAPTIONS, TIME_ZONES } from './layout';
import { hex, share, whole } from './seeded';
import { OLDER_AGENT } from './story';

/** One snapshot as agents write it. */
export type WireSnapshot = {
  snapshotId: string;
  collectedAt: string;
  bootedAt: string;
  sequence: number;
  agent: { version: string; powershell: string; languageMode: string; durationMs: number };
  host: Record<
    | 'hostname'
    | 'fqdn'
    | 'machineId'
    | 'osCaption'
    | 'osVersion'
    | 'manufacturer'
    | 'model'
    | 'firmwareVersion'
    | 'cluster'
    | 'timeZone',
    string
  >;
  hgsClient: ReturnType<typeof hgsClientOf>;
  facts: Facts;
};

type Names = { hostname: string; fqdn: string; machineId: string };

/** What the host is enrolled as: enrolment takes host names alone, also of a host whose snapshots are hostile. */
export const enrolledNamesOf = ({ hostname, fqdn, machineId }: FleetHost): Names => ({
  hostname,
  fqdn,
  machineId,
});

/** What the host calls itself in its snapshots; one host's name is hostile too. */
export function namesOf(host: FleetHost): Names {
  if (!host.isHostile) return enrolledNamesOf(host);
  const { machineId } = host;
  const hostname = hostileName(host.hostname);
  return { hostname, fqdn: `${hostname}.${host.cluster.site}.fab.example`, machineId };
}

/** What a host says at a time: the same fleet, host and time always give the same snapshot, ids included. */
export function snapshotAt(fleet: Fleet, host: FleetHost, time: number): WireSnapshot {
  const condition = conditionAt(host, time);
  const moment = {
    snapshotId: snapshotIdOf(host, time),
    collectedAt: byItsClock(time, condition),
    bootedAt: byItsClock(condition.bootedMs, condition),
    // Seconds since the enrolment: grows with time, also over a stop of the simulator.
    sequence: Math.max(1, Math.floor((time - fleet.beginMs) / 1000)),
  };
  if (fleet.document) return ofDocument(fleet.document, host, moment);
  const { osCaption, osVersion, powershell } = osOf(host);
  const snapshot: WireSnapshot = {
    ...moment,
    agent: {
      version: agentVersionAt(fleet, host, time),
      powershell,
      languageMode: host.cluster.mode === 'Tpm' ? 'ConstrainedLanguage' : 'FullLanguage',
      durationMs: whole(900, 3_400, host.key, time),
    },
    host: {
      ...namesOf(host),
      osCaption,
      osVersion,
      manufacturer: host.cluster.manufacturer,
      model: host.cluster.model,
      firmwareVersion: condition.firmware.version,
      cluster: host.clusterName,
      timeZone: TIME_ZONES[host.cluster.site],
    },
    hgsClient: hgsClientOf(host, condition),
    facts: factsOf(host, condition, time),
  };
  return host.isHostile ? withHostileText(snapshot) : snapshot;
}

/** What a file says, as this host's own. */
function ofDocument(document: SnapshotDocument, host: FleetHost, moment: object): WireSnapshot {
  // Sound enough: it goes to a server as it is, which judges it.
  return { ...document, ...moment, host: { ...document.host, ...namesOf(host) } } as WireSnapshot;
}

/** A host's clock stamps what it sends as well as what it collects. */
export function sentAtOf(host: FleetHost, sentMs: number): string {
  return new Date(Math.round(sentMs + conditionAt(host, sentMs).clockOffsetSeconds * 1000)).toISOString();
}

function osOf(host: FleetHost) {
  const { caption, version, powershell } = OS_CAPTIONS[host.cluster.os];
  return { osCaption: caption, osVersion: version, powershell };
}

const agentVersionAt = ({ presentMs, agentVersion }: Fleet, { key }: FleetHost, time: number) =>
  time < presentMs - OLDER_AGENT.untilMinutesAgo * MINUTE_MS || share(key, 'agent') < OLDER_AGENT.share
    ? OLDER_AGENT.version
    : agentVersion;

/** A UUIDv7: its first half is the time. */
function snapshotIdOf(host: FleetHost, time: number): string {
  const ms = Math.round(time).toString(16).padStart(12, '0');
  const random = hex(18, host.key, 'snapshot', time);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${random.slice(0, 3)}-a${random.slice(3, 6)}-${random.slice(6)}`;
}
