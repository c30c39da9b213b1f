import { beforeAll, describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { changesSince } from '.';

const MIDNIGHT = new Date('2026-11-24T00:00:00Z');
const at = (minutes: number) => new Date(MIDNIGHT.getTime() + minutes * 60_000);

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

describe('changesSince', () => {
  let fabric: string;
  const ask = (since: Date, fabrics = [fabric]) =>
    changesSince({ ctx: tokenCtx(db, { fabrics, now: at(50) }), input: { filter: {}, since } });

  /** Three turn together, and one of them recovers. */
  beforeAll(async () => {
    const hosts = await enrolledHosts(db, at(0), 4);
    fabric = (await db.host.findUniqueOrThrow({ where: { id: hosts[0]?.hostId ?? '' } })).fabricId;
    const say = async (host: TestHost | undefined, when: Date, hgsClient: object) => {
      if (host)
        await deliver(ingest, host, { receivedAt: when, snapshots: [snapshotAt(host, when, { hgsClient })] });
    };
    for (const host of hosts) await say(host, at(5), PASSED);
    for (const [index, host] of hosts.slice(0, 3).entries()) await say(host, at(20 + index), INSECURE);
    await say(hosts[0], at(40), PASSED);
  }, 60_000);

  it('counts hosts by what happened to them, with the waves', async () => {
    const told = await ask(at(10));
    expect(told).toMatchObject({ failed: 3, silent: 0, recovered: 1, since: at(10).toISOString() });
    expect(told.waves.map(({ hosts }) => hosts)).toEqual([3]);
    expect(await ask(at(30))).toMatchObject({ failed: 0, recovered: 1, waves: [] });
    expect(await ask(at(45))).toMatchObject({ failed: 0, silent: 0, recovered: 0, waves: [] });
  });

  it('counts nothing of fabrics that are not the actor’s, and refuses a time to come', async () => {
    expect(await ask(at(10), [])).toMatchObject({ failed: 0, recovered: 0, waves: [] });
    await expect(ask(at(60))).rejects.toMatchObject({ code: 'invalid_value', pointer: 'since' });
  });
});
