import { randomUUID } from 'node:crypto';
import type { Fleet, FleetHost } from '@/apps/simulator/fleet/fleet';
import { FABRICS } from '@/apps/simulator/fleet/layout';
import { enrolledNamesOf } from '@/apps/simulator/fleet/snapshot';
import { OLDER_AGENT } from '@/apps/simulator/fleet/story';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import {
  createEnrollmentToken,
  createSourceAuthenticator,
  enrollHosts,
} from '@/lib/server/services/enrollment';
import { createFabric, listFabrics } from '@/lib/server/services/fabric';
import { inLanes } from './in-lanes';
import type { LiveHost } from './lanes';
import type { Enrolled, Memory, Plan } from './progress-file';

const TOKEN_SECONDS = 30 * 86_400;
/** Hosts of one transaction. */
const ENROLLED_AT_ONCE = 100;
const ENROLMENTS_IN_FLIGHT = 2;
const LOOK_UPS_IN_FLIGHT = 32;

const system = (db: DbRoot, now: Date): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db,
  now,
  requestId: randomUUID(),
});

/** Fabrics and one enrolment token for each, as an administrator made them when the past began. */
export async function prepareFabrics(db: DbRoot, fleet: Fleet, plan: Plan, memory: Memory): Promise<Plan> {
  const ctx = system(db, new Date(fleet.beginMs));
  const known = new Set((await listFabrics({ ctx, input: { at: null } })).map(({ name }) => name));
  const tokens: Record<string, string> = { ...plan.tokens };
  for (const fabric of FABRICS) {
    if (!known.has(fabric)) {
      await createFabric({ ctx, input: { name: fabric } });
      delete tokens[fabric];
    }
    if (tokens[fabric] !== undefined) continue;
    const uses = Math.max(1, fleet.hosts.filter((host) => host.fabric === fabric).length);
    const input = { fabric, uses, expiresInSeconds: TOKEN_SECONDS };
    tokens[fabric] = (await createEnrollmentToken({ ctx, input })).token;
    // Saved one by one: a token that is lost could never enrol again the hosts that used it.
    memory.savePlan({ ...plan, tokens });
  }
  return { ...plan, tokens };
}

type Enrolling = {
  db: DbRoot;
  fleet: Fleet;
  plan: Plan;
  memory: Memory;
  serverEpoch: string;
  /** How long the hosts are told to wait until their first snapshot. */
  toldSeconds: number;
  signal: AbortSignal;
  onProgress: (enrolled: number) => void;
};

/**
 * Each batch is remembered once it is committed. A host that was enrolled and is not remembered, since all was
 * killed in between, simply gets a new credential: it never reported.
 */
export async function enrolFleet(enrolling: Enrolling): Promise<Enrolled[]> {
  const { fleet, memory, signal, onProgress } = enrolling;
  const enrolled = memory.enrolled();
  const known = new Set(enrolled.map(({ hostname }) => hostname));
  const missing = fleet.hosts.filter(({ hostname }) => !known.has(hostname));
  const enrolBatch = async (hosts: readonly FleetHost[]) => {
    const batch = await enrolTogether(enrolling, hosts);
    memory.addEnrolled(batch);
    enrolled.push(...batch);
    onProgress(enrolled.length);
  };
  await inLanes(batchesByFabric(missing), ENROLMENTS_IN_FLIGHT, signal, enrolBatch);
  return enrolled;
}

/** A token enrols into one fabric, and holds up whoever else uses it: batches of different ones alternate. */
function batchesByFabric(hosts: readonly FleetHost[]): FleetHost[][] {
  const batches = FABRICS.flatMap((fabric) => {
    const own = hosts.filter((host) => host.fabric === fabric);
    const count = Math.ceil(own.length / ENROLLED_AT_ONCE);
    return Array.from({ length: count }, (_, index) => ({
      index,
      hosts: own.slice(index * ENROLLED_AT_ONCE, (index + 1) * ENROLLED_AT_ONCE),
    }));
  });
  return batches.sort((a, b) => a.index - b.index).map((batch) => batch.hosts);
}

async function enrolTogether(enrolling: Enrolling, hosts: readonly FleetHost[]): Promise<Enrolled[]> {
  const { db, fleet, plan, serverEpoch, toldSeconds } = enrolling;
  const ctx: Ctx = {
    actor: { kind: 'anonymous' },
    db,
    now: new Date(fleet.beginMs),
    requestId: randomUUID(),
  };
  const answers = await enrollHosts({
    ctx,
    input: hosts.map((host) => ({ ...enrolledNamesOf(host), agentVersion: OLDER_AGENT.version })),
    token: plan.tokens[hosts[0]?.fabric ?? ''] ?? '',
    settings: { serverEpoch, reportIntervalSeconds: toldSeconds },
  });
  return answers.map(({ hostId, credential }, index) => ({
    hostname: hosts[index]?.hostname ?? '',
    hostId,
    credential,
  }));
}

type Admitting = {
  db: DbRoot;
  fleet: Fleet;
  enrolled: readonly Enrolled[];
  now: Date;
  signal: AbortSignal;
  onProgress: (admitted: number) => void;
};

/** Hosts whose credential still opens the door; one that was retired or locked meanwhile sends no more. */
export async function admitFleet({
  db,
  fleet,
  enrolled,
  now,
  signal,
  onProgress,
}: Admitting): Promise<LiveHost[]> {
  const { authenticate } = createSourceAuthenticator(db);
  // The last one counts: a host that is enrolled again is remembered again.
  const known = new Map(enrolled.map((one) => [one.hostname, one]));
  const admitted: LiveHost[] = [];
  const admit = async (host: FleetHost) => {
    const one = known.get(host.hostname);
    if (one === undefined) return;
    const { hostId, credential } = one;
    try {
      const actor = await authenticate({ db, now, requestId: randomUUID() }, credential);
      admitted.push({ host, hostId, credential, enrollment: actor.enrollment });
      onProgress(admitted.length);
    } catch (error) {
      if (!isServiceError(error)) throw error;
    }
  };
  await inLanes(fleet.hosts, LOOK_UPS_IN_FLIGHT, signal, admit);
  return admitted;
}
