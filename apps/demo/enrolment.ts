import { randomUUID } from 'node:crypto';
import type { Fleet } from '@/apps/simulator/fleet/fleet';
import { FABRICS } from '@/apps/simulator/fleet/layout';
import { namesOf } from '@/apps/simulator/fleet/snapshot';
import { AGENT_VERSIONS } from '@/apps/simulator/fleet/story';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { createEnrollmentToken, createHostAuthenticator, enrollHost } from '@/lib/server/services/enrollment';
import { createFabric, listFabrics } from '@/lib/server/services/fabric';
import type { LiveHost } from './history';
import { SPARSE_SECONDS } from './legs';
import type { Memory, Plan } from './memory';

const AT_ONCE = 4;
const TOKEN_SECONDS = 30 * 86_400;

const system = (db: DbRoot, now: Date): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db,
  now,
  requestId: randomUUID(),
});

/** Fabrics and one enrolment token for each, as an administrator made them when the past began. */
export async function prepareFabrics(db: DbRoot, fleet: Fleet, plan: Plan, memory: Memory): Promise<Plan> {
  const ctx = system(db, new Date(fleet.beginMs));
  const known = new Set((await listFabrics({ ctx })).map(({ name }) => name));
  const tokens: Record<string, string> = { ...plan.tokens };
  for (const fabric of FABRICS) {
    if (!known.has(fabric)) await createFabric({ ctx, input: { name: fabric } });
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
  serverEpoch: string;
  signal: AbortSignal;
  onProgress: (enrolled: number) => void;
};

/** Begun again after a stop, a host that was enrolled already simply gets a new credential: it never reported. */
export async function enrolFleet(enrolling: Enrolling): Promise<Plan['enrolled']> {
  const { db, fleet, plan, serverEpoch, signal, onProgress } = enrolling;
  const enrolled: Plan['enrolled'] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < fleet.hosts.length; index = next++) {
      signal.throwIfAborted();
      const host = fleet.hosts[index];
      if (host === undefined) return;
      const ctx: Ctx = {
        actor: { kind: 'anonymous' },
        db,
        now: new Date(fleet.beginMs),
        requestId: randomUUID(),
      };
      const { hostId, credential } = await enrollHost({
        ctx,
        input: { ...namesOf(host), agentVersion: AGENT_VERSIONS.before },
        token: plan.tokens[host.fabric] ?? '',
        settings: { serverEpoch, reportIntervalSeconds: SPARSE_SECONDS },
      });
      enrolled.push({ hostname: host.hostname, hostId, credential });
      onProgress(enrolled.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return enrolled;
}

/** Hosts whose credential still opens the door; one that was retired or locked meanwhile reports no more. */
export async function admitFleet(
  { db, fleet, plan, signal }: Pick<Enrolling, 'db' | 'fleet' | 'plan' | 'signal'>,
  onProgress: (admitted: number) => void,
): Promise<LiveHost[]> {
  const now = new Date();
  const { authenticate } = createHostAuthenticator(db);
  const known = new Map(plan.enrolled.map((one) => [one.hostname, one]));
  const admitted: LiveHost[] = [];
  const queue = [...fleet.hosts];
  const work = async () => {
    for (let host = queue.shift(); host !== undefined; host = queue.shift()) {
      signal.throwIfAborted();
      const one = known.get(host.hostname);
      if (one === undefined) continue;
      try {
        const actor = await authenticate({ db, now, requestId: randomUUID() }, one.credential);
        const { hostId, credential } = one;
        admitted.push({ host, hostId, credential, enrollment: actor.enrollment });
        onProgress(admitted.length);
      } catch (error) {
        if (!isServiceError(error)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return admitted;
}
