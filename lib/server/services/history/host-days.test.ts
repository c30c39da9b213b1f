import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostDaysInput } from '@/lib/contracts/history';
import type { DbRoot } from '@/lib/server/db/client';
import { getHost } from '@/lib/server/services/host';
import { INSECURE } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { buildFleet, randomFleet, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { daysOfHost, fillPast } from '.';

const ENROLLED_AT = new Date('2026-11-22T22:00:00.000Z');
const NOW = new Date('2026-11-24T22:00:00.000Z');

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const asked = (id: string, own: Partial<HostDaysInput> = {}): HostDaysInput => ({
  id,
  at: null,
  days: 90,
  timeZone: 'UTC',
  ...own,
});

const system = () => ({
  actor: { kind: 'system', id: 'cli' } as const,
  db,
  now: NOW,
  requestId: randomUUID(),
});

describe('the days of a host', () => {
  it('say of the moment that they lead to what the host itself says of it, for any fleet', () =>
    fc.assert(
      fc.asyncProperty(randomFleet, fc.constantFrom('UTC', 'Asia/Kolkata'), async (draft, timeZone) => {
        const fleet = buildFleet(draft);
        await insertFleet(db, fleet);
        await fillPast({ db, now: WORLD_NOW });
        const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
        for (const { id } of fleet.hosts) {
          const { days } = await daysOfHost({ ctx, input: asked(id, { days: 4, timeZone }) });
          for (const { at, state } of days) {
            if (at === null) continue;
            const then = await getHost({ ctx, input: { id, at: new Date(at) } });
            expect(then.state, at).toBe(state);
          }
        }
      }),
      { numRuns: runs({ push: 2, long: 30 }) },
    ));

  it('are the worst of each, and empty before it was enrolled', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const send = (minutes: number, sequence: number, words = {}) => {
      const receivedAt = new Date(ENROLLED_AT.getTime() + minutes * 60_000);
      return deliver(ingest, host, {
        receivedAt,
        snapshots: [snapshotAt(host, receivedAt, { sequence, ...words })],
      });
    };
    await send(0, 1);
    await send(15, 2, { hgsClient: INSECURE });
    await send(30, 3);
    const { days, historyFrom } = await daysOfHost({ ctx: system(), input: asked(host.hostId, { days: 4 }) });
    expect(days.map(({ day, state }) => [day, state])).toEqual([
      ['2026-11-21', null],
      ['2026-11-22', 'InsecureHostConfiguration'],
      ['2026-11-23', 'Silent'],
      ['2026-11-24', 'Silent'],
    ]);
    expect(days[1]?.seconds).toMatchObject({ InsecureHostConfiguration: 900, Passed: 4_500, Silent: 1_800 });
    expect(historyFrom).toBeNull();
    const earlier = { days: 1, at: new Date('2026-11-22T22:20:00.000Z') };
    const then = await daysOfHost({ ctx: system(), input: asked(host.hostId, earlier) });
    expect(then.days).toMatchObject([{ at: earlier.at.toISOString(), state: 'InsecureHostConfiguration' }]);
  });

  it('take a short wait for the first snapshot for no silence, and a longer one for what it is', async () => {
    const dayOfFirst = async (minutes: number) => {
      const host = await enrolledHost(db, ENROLLED_AT);
      const receivedAt = new Date(ENROLLED_AT.getTime() + minutes * 60_000);
      await deliver(ingest, host, { receivedAt, snapshots: [snapshotAt(host, receivedAt, { sequence: 1 })] });
      const { days } = await daysOfHost({
        ctx: system(),
        input: asked(host.hostId, { days: 1, at: receivedAt }),
      });
      return days[0]?.state;
    };
    expect([await dayOfFirst(10), await dayOfFirst(70)]).toEqual(['Passed', 'Silent']);
  });

  it('are not of a host outside of what the caller may see', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const ctx = tokenCtx(db, { fabrics: [randomUUID()], now: NOW });
    for (const id of [host.hostId, randomUUID(), 'nonsense'])
      await expect(daysOfHost({ ctx, input: asked(id) })).rejects.toMatchObject({ code: 'not_found' });
  });
});
