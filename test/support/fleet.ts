import type { ExceptionLife } from '@/lib/domain/exception';
import {
  foldStates,
  foldVms,
  type HistoryItem,
  orderItems,
  type StateSegment,
  type VmSegment,
} from '@/lib/domain/history';
import { deadlines } from '@/lib/domain/reporting';
import type { RiskFlag } from '@/lib/domain/risk';
import type { BootStage } from '@/lib/domain/secure-boot/stage';
import type { AttestationMode, AttestationStatus, JudgedState } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { ensurePartitions } from '@/lib/server/db/ingest/partitions';

/** What a snapshot says, as the lists see it. Hosts that say the same share one profile. */
export type ProfileSpec = {
  id: string;
  hostname: string;
  fqdn: string | null;
  cluster: string | null;
  os: string | null;
  model: string | null;
  firmwareVersion: string | null;
  tpm: string | null;
  agentVersion: string | null;
  riskFlags: RiskFlag[];
  osVersion: string | null;
  bootStage: BootStage;
  mode: AttestationMode;
  judgedState: JudgedState;
  attestationStatus: AttestationStatus | null;
  failingChecks: string[];
  causes: string[];
};

export type ItemSpec = {
  observedAt: Date;
  intervalSeconds: number;
  vms: number | null;
  clockOffsetMs: number | null;
  late: boolean;
  /** Null: the item was rejected. */
  profile: ProfileSpec | null;
};

export type AssignmentSpec = { id: string; validFrom: Date; fabricId: string; owner: string | null };

export type HostSpec = {
  id: string;
  enrolledHostname: string;
  enrolledFqdn: string | null;
  enrolledAt: Date;
  retiredAt: Date | null;
  /** The first one is made by the enrolment. */
  assignments: AssignmentSpec[];
  items: ItemSpec[];
};

/** What people decided: exceptions, and versions of acknowledgements, of which the newest valid at a time is in force then. */
export type DecisionSpec = {
  exceptions: (ExceptionLife & { id: string; hostIds: string[]; causes: string[] })[];
  acknowledgements: {
    id: string;
    hostId: string;
    validFrom: Date;
    endsAt: Date | null;
    withdrawn: boolean;
  }[];
};

export type FleetSpec = { fabrics: { id: string; name: string }[]; hosts: HostSpec[] } & DecisionSpec;

const toItem = (item: ItemSpec, index: number): HistoryItem => ({
  id: String(index).padStart(6, '0'),
  observedAt: item.observedAt.getTime(),
  knownBy: null,
  rejected: item.profile === null,
  enrollment: 1,
  sequence: null,
  prompt: true,
  stepped: false,
  spoolEmpty: true,
  intervalSeconds: item.intervalSeconds,
  late: item.late,
  clockOffsetMs: item.clockOffsetMs,
  profileId: item.profile?.id ?? null,
  judgedState: item.profile?.judgedState ?? null,
  vmsTotal: item.vms,
  vmsRunning: null,
  document: null,
});

type HostHistory = { host: HostSpec; states: StateSegment[]; vms: VmSegment[] };

function historyOf(host: HostSpec): HostHistory {
  const ordered = orderItems(host.items.map(toItem));
  return { host, states: foldStates(ordered), vms: foldVms(ordered) };
}

const newest = (items: readonly ItemSpec[]) =>
  items.reduce<ItemSpec | null>(
    (best, item) => (best === null || item.observedAt >= best.observedAt ? item : best),
    null,
  );

/** The newest one as it was written when it opened: how far it reaches, its hot row alone says. */
const asWritten = ({ host, states }: HostHistory) =>
  states.map((segment, index) => {
    const opening = host.items.find((item) => item.observedAt.getTime() === segment.from);
    if (index < states.length - 1 || segment.faulty || opening === undefined) return segment;
    const coveredUntil = deadlines(opening).silentAfter.getTime();
    return { ...segment, confirmedAt: segment.from, coveredUntil, lateEvidence: opening.late };
  });

function liveRow({ host, states, vms }: HostHistory) {
  const stored = newest(host.items.filter((item) => item.profile !== null));
  const rejected = newest(host.items.filter((item) => item.profile === null));
  return {
    hostId: host.id,
    toldInterval: stored?.intervalSeconds ?? 900,
    lastObservedAt: stored?.observedAt ?? null,
    lateAfter: null,
    silentAfter: null,
    ...(stored ? deadlines(stored) : {}),
    lastRejectedAt: rejected?.observedAt ?? null,
    lastRejectedCode: rejected ? 'invalid_snapshot' : null,
    clockOffsetMs: states.at(-1)?.clockOffsetMs ?? null,
    segmentFrom: dateOf(states.at(-1)?.from),
    segmentLate: states.at(-1)?.lateEvidence ?? false,
    vmSegmentFrom: dateOf(vms.at(-1)?.from),
  };
}

const dateOf = (time: number | undefined) => (time === undefined ? null : new Date(time));

function hostRow({ host, states, vms }: HostHistory) {
  const assignment = host.assignments.at(-1);
  const state = states.at(-1);
  if (assignment === undefined) throw new Error(`Host ${host.id} has no assignment`);
  return {
    id: host.id,
    fabricId: assignment.fabricId,
    owner: assignment.owner,
    enrolledHostname: host.enrolledHostname,
    enrolledFqdn: host.enrolledFqdn,
    nameKey: host.id,
    enrolledAt: host.enrolledAt,
    retiredAt: host.retiredAt,
    profileId: state?.profileId ?? null,
    since: state ? new Date(state.since) : null,
    shieldedVms: vms.at(-1)?.total ?? null,
  };
}

const toProfile = (profile: ProfileSpec) => ({
  ...profile,
  judgeVersion: 1,
  inferredChecks: [],
  contradictory: profile.causes.includes('ContradictoryEvidence'),
  search: [profile.hostname, profile.fqdn, profile.cluster, profile.model, profile.firmwareVersion]
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase(),
});

const timeText = (time: number) =>
  time === Number.POSITIVE_INFINITY ? 'infinity' : new Date(time).toISOString();

const stateRow = (hostId: string, segment: StateSegment) => ({
  host_id: hostId,
  from_at: timeText(segment.from),
  confirmed_at: timeText(segment.confirmedAt),
  covered_until: timeText(segment.coveredUntil),
  faulty: segment.faulty,
  profile_id: segment.profileId,
  since: timeText(segment.since),
  late_evidence: segment.lateEvidence,
  clock_offset_ms: segment.clockOffsetMs,
});

const vmRow = (hostId: string, segment: VmSegment) => ({
  host_id: hostId,
  from_at: timeText(segment.from),
  covered_until: timeText(segment.coveredUntil),
  total: segment.total,
  running: segment.running,
});

const columnOf = (field: string) => field.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

/** All at once: Prisma takes a millisecond for each row, of which some fleets have thousands. */
async function insertRows(db: Db, table: string, rows: readonly object[]): Promise<void> {
  const [fields] = rows.map(Object.keys);
  if (fields === undefined) return;
  const columns = Prisma.raw(fields.map(columnOf).join(', '));
  const named = rows.map((row) =>
    Object.fromEntries(fields.map((field) => [columnOf(field), Reflect.get(row, field)])),
  );
  await db.$executeRaw`INSERT INTO ${Prisma.raw(table)} (${columns}) SELECT ${columns}
    FROM json_populate_recordset(null::${Prisma.raw(table)}, ${JSON.stringify(named)}::json)`;
}

async function insertSegments(db: Db, histories: readonly HostHistory[]): Promise<void> {
  const states = histories.flatMap((history) =>
    asWritten(history).map((segment) => stateRow(history.host.id, segment)),
  );
  const vms = histories.flatMap(({ host, vms: segments }) =>
    segments.map((segment) => vmRow(host.id, segment)),
  );
  // A server beside the test may be making the same ones.
  const times = states.map(({ from_at }) => Date.parse(from_at));
  await ensurePartitions(db, ['state_segment', 'vm_segment'], times);
  await db.$executeRaw`INSERT INTO state_segment
    SELECT * FROM json_populate_recordset(null::state_segment, ${JSON.stringify(states)}::json)`;
  await db.$executeRaw`INSERT INTO vm_segment
    SELECT * FROM json_populate_recordset(null::vm_segment, ${JSON.stringify(vms)}::json)`;
}

async function insertDecisions(db: Db, { exceptions, acknowledgements }: DecisionSpec): Promise<void> {
  const { _max } = await db.exception.aggregate({ _max: { number: true } });
  const first = (_max.number ?? 0) + 1;
  await db.exception.createMany({
    data: exceptions.map((exception, index) => ({
      ...exception,
      number: first + index,
      fabricIds: [],
      reviewAt: exception.endsAt,
      ...{ owner: 'test', reason: 'test', control: 'test', requestedBy: 'test' },
      approvedBy: exception.approvedAt && 'somebody else',
      withdrawnBy: exception.withdrawnAt && 'test',
    })),
  });
  await db.acknowledgementVersion.createMany({
    data: acknowledgements.map((version) => ({ ...version, text: 'test', recordedBy: 'test' })),
  });
}

/** A fleet with its past, folded by the same code as ingest's, so that hot rows and history agree. */
export async function insertFleet(db: Db, { fabrics, hosts, ...decisions }: FleetSpec): Promise<void> {
  const createdAt = new Date(0);
  const histories = hosts.map(historyOf);
  const profiles = new Map(
    hosts.flatMap(({ items }) =>
      items.flatMap(({ profile }) => (profile ? [[profile.id, profile] as const] : [])),
    ),
  );
  await db.fabric.createMany({ data: fabrics.map((fabric) => ({ ...fabric, createdAt })) });
  await insertRows(db, 'host_profile', [...profiles.values()].map(toProfile));
  await db.source.createMany({ data: hosts.map(({ id }) => ({ id, kind: 'host' })) });
  await insertRows(db, 'host', histories.map(hostRow));
  await insertRows(db, 'host_live', histories.map(liveRow));
  await insertRows(
    db,
    'host_assignment',
    hosts.flatMap(({ id: hostId, assignments }) =>
      assignments.map((assignment) => ({ ...assignment, hostId, recordedBy: 'test' })),
    ),
  );
  await insertSegments(db, histories);
  await insertDecisions(db, decisions);
}
