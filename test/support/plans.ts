import type { Ctx } from '@/lib/server/context';
import type { Pools } from '@/lib/server/db/pools';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { personCtx } from '@/test/support/exceptions';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';

export const START = new Date('2026-11-24T09:00:00Z');
export const minutes = (count: number) => new Date(START.getTime() + count * 60_000);

/** Refused by HGS for these checks. */
export const refusedFor = (...checks: string[]) => ({
  ...INSECURE,
  attestationSubstatus: checks.join(', '),
  attestationSubstatusCode: undefined,
});

export type PlanWorld = {
  ids: string[];
  fabricId: string;
  person: Ctx;
  /**
   * A snapshot of the host by its place: what HGS says of it now, and how many shielded VMs run there. It has just booted
   * unless `booted` says when it did; null: the host does not say.
   */
  send: (
    host: number,
    minute: number,
    checks: string[],
    more?: { running?: number; host?: object; booted?: number | null },
  ) => Promise<void>;
  at: (minute: number) => Ctx;
};

/** Hosts of one fabric and one cluster, each with the checks that it fails; of none, it is Passed. */
export async function planWorld(pools: Pools, ...failing: string[][]): Promise<PlanWorld> {
  const db = pools.console;
  const hosts = await enrolledHosts(db, minutes(-60), failing.length);
  const stored = await db.host.findFirstOrThrow({ where: { id: hosts[0]?.hostId ?? '' } });
  const person = personCtx(db, { fabrics: [stored.fabricId], now: START });
  let sequence = 1;
  const hostAt = (index: number): TestHost => {
    const host = hosts[index];
    if (host === undefined) throw new Error(`There is no host ${index}`);
    return host;
  };
  const send: PlanWorld['send'] = async (
    index,
    minute,
    checks,
    { running = 2, host = {}, booted = minute } = {},
  ) => {
    sequence += 1;
    const snapshot = snapshotAt(hostAt(index), minutes(minute), {
      hgsClient: checks.length === 0 ? PASSED : refusedFor(...checks),
      facts: {
        shieldedVms: { status: 'ok', value: { total: 6, running } },
        secureBoot: { status: 'ok', value: { enabled: true, uefiCa2023Status: 'Updated' } },
      },
      host: { ...host },
      sequence,
      bootedAt: booted === null ? null : minutes(booted),
    });
    await deliver(pools.ingest, hostAt(index), { receivedAt: minutes(minute), snapshots: [snapshot] });
  };
  for (const [index, checks] of failing.entries()) await send(index, -5, checks);
  return {
    ...{ ids: hosts.map(({ hostId }) => hostId), fabricId: stored.fabricId, person, send },
    at: (minute) => ({ ...person, now: minutes(minute) }),
  };
}
