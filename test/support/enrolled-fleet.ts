import type { FleetHost } from '@/apps/simulator/fleet/fleet';
import { enrolledNamesOf } from '@/apps/simulator/fleet/snapshot';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import type { DbRoot } from '@/lib/server/db/client';
import { enrollHosts } from '@/lib/server/services/enrollment';
import { makeWorld, uniqueName } from '@/test/support/world';

const ENROLLED_AT_ONCE = 500;

/** Through the verb behind the agent API and without a server: a fleet of thousands is there in seconds. */
export async function enrolledFleet(db: DbRoot, fleet: readonly FleetHost[]): Promise<EnrolledHost[]> {
  const token = await (await makeWorld(db, 'simulated')).enrollmentToken({ uses: fleet.length });
  const enrolled: EnrolledHost[] = [];
  for (let at = 0; at < fleet.length; at += ENROLLED_AT_ONCE) {
    const hosts = fleet.slice(at, at + ENROLLED_AT_ONCE);
    const answers = await enrollHosts({
      ctx: { actor: { kind: 'anonymous' }, db, now: new Date(), requestId: uniqueName('fleet') },
      input: hosts.map((host) => ({ ...enrolledNamesOf(host), agentVersion: '1.0.0' })),
      token,
      settings: { serverEpoch: '', reportIntervalSeconds: 900 },
    });
    for (const [index, { hostId, credential }] of answers.entries()) {
      const host = hosts[index];
      if (host) enrolled.push({ host, hostId, credential });
    }
  }
  return enrolled;
}
