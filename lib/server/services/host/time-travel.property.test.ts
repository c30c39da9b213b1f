import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostRow } from '@/lib/contracts/fleet';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { facetHosts } from './facets';
import { listHosts } from './list';
import { summarizeHosts } from './summary';

const LIMIT_MS = 120_000;
const RUNS = runs({ push: 1, long: 3 });
const HOSTS = 30;
const STEPS = 7;
const ENROLLED_AT = new Date('2026-11-23T20:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const WORDS = ['passed', 'passed', 'insecure', 'unknownVms', 'renamed', 'nothing'] as const;
const said = fc.constantFrom(...WORDS, 'broken' as const);
const wait = fc.oneof(fc.integer({ min: 2, max: 70 }), fc.integer({ min: 2, max: 400 }));
const step = fc.record({
  waitMinutes: wait,
  intervalSeconds: fc.constantFrom<number>(300, 900, 3_600),
  /** When the fleet is looked at, at the latest just before the next step. */
  lookMinutes: fc.nat(400),
  says: fc.array(said, { minLength: HOSTS, maxLength: HOSTS }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS });

function itemOf(host: TestHost, says: Step['says'][number], collectedAt: Date): unknown {
  if (says === 'broken') return { snapshotId: randomUUID() };
  return snapshotAt(host, collectedAt, {
    hgsClient: says === 'insecure' ? INSECURE : PASSED,
    facts: says === 'unknownVms' ? { shieldedVms: { status: 'unavailable', reason: 'no cmdlet' } } : {},
    host: says === 'renamed' ? { hostname: `${host.hostname}-NEW` } : {},
  });
}

async function ctxOf(hosts: readonly TestHost[], now: Date): Promise<Ctx> {
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: hosts[0]?.hostId ?? '' } });
  return tokenCtx(db, { fabrics: [fabricId], role: 'viewer', now });
}

const onTime = (word: string) => (word === 'late' ? 'onTime' : word);

/** While a segment goes on, history keeps neither the newest snapshot before a moment nor its clock. */
const comparable = ({ lastObservedAt: _, clockOffsetSeconds: __, reporting, ...row }: HostRow) => ({
  ...row,
  reporting: onTime(reporting),
});

type Counts = { value: string; count: number }[];

/** What is late by the clock alone is on time for history. */
function withoutLate(counts: Counts): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { value, count } of counts) sums[onTime(value)] = (sums[onTime(value)] ?? 0) + count;
  return sums;
}

async function answersOf(ctx: Ctx, at: Date | null) {
  const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), limit: 500, at } });
  const { asOf, reporting, ...summary } = await summarizeHosts({ ctx, input: { filter: {}, at } });
  const { facets } = await facetHosts({ ctx, input: { filter: {}, at } });
  const counted = Object.entries(reporting).map(([value, count]) => ({ value, count }));
  return {
    asOf,
    hosts: hosts.map(comparable),
    summary: { ...summary, reporting: withoutLate(counted) },
    facets: { ...facets, reporting: withoutLate(facets.reporting ?? []) },
  };
}

/** Delivers a step as it happens and answers when it is looked at. */
async function live(hosts: readonly TestHost[], all: readonly Step[]) {
  const seen: { at: Date; answers: Awaited<ReturnType<typeof answersOf>> }[] = [];
  let minutes = 0;
  for (const [index, { waitMinutes, intervalSeconds, lookMinutes, says }] of all.entries()) {
    minutes += waitMinutes;
    const receivedAt = after(minutes);
    const deliveries = hosts.flatMap((host, position) => {
      const word = says[position] ?? 'nothing';
      return word === 'nothing'
        ? []
        : [delivery(host, { receivedAt, snapshots: [itemOf(host, word, receivedAt)] })];
    });
    const settings = { ...INGEST_SETTINGS, reportIntervalSeconds: intervalSeconds };
    if (deliveries.length > 0) await ingestBatch(ingest, deliveries, settings);
    const next = all[index + 1]?.waitMinutes ?? Number.POSITIVE_INFINITY;
    const at = after(minutes + Math.min(lookMinutes, next - 1));
    seen.push({ at, answers: await answersOf(await ctxOf(hosts, at), null) });
  }
  return { seen, end: after(minutes + 1_000) };
}

describe('the past', () => {
  it(
    'is answered, step by step, as it was answered live, whatever intervals hosts have been told since',
    () =>
      fc.assert(
        fc.asyncProperty(steps, async (all) => {
          const hosts = await enrolledHosts(db, ENROLLED_AT, HOSTS);
          const { seen, end } = await live(hosts, all);
          const ctx = await ctxOf(hosts, end);
          for (const { at, answers } of seen) expect(await answersOf(ctx, at)).toEqual(answers);
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );

  it(
    'is answered after a drained spool as if everything had come when it was collected',
    () =>
      fc.assert(
        fc.asyncProperty(steps, fc.nat(STEPS), async (drafts, heldFrom) => {
          const all = drafts.map((one) => ({
            ...one,
            intervalSeconds: INGEST_SETTINGS.reportIntervalSeconds,
            says: one.says.map((word) => (word === 'broken' ? 'nothing' : word)),
          }));
          const hosts = await enrolledHosts(db, ENROLLED_AT, 2 * HOSTS);
          const [inOrder, drained] = [hosts.slice(0, HOSTS), hosts.slice(HOSTS)];
          const { seen, end } = await live(inOrder, all);
          await live(drained, all.slice(0, heldFrom));
          await drain(drained, all, heldFrom, end);
          const ctx = await ctxOf(hosts, end);
          for (const { at } of seen) {
            const { hosts: rows } = await answersOf(ctx, at);
            expect(anonymous(rows, drained)).toEqual(anonymous(rows, inOrder));
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );
});

/** Everything of `from` on at once, collected when the steps were. */
async function drain(hosts: readonly TestHost[], all: readonly Step[], from: number, receivedAt: Date) {
  const deliveries = hosts.map((host, position) => {
    let minutes = 0;
    const snapshots = all.flatMap(({ waitMinutes, says }, index) => {
      minutes += waitMinutes;
      const word = says[position] ?? 'nothing';
      return index < from || word === 'nothing' ? [] : [itemOf(host, word, after(minutes))];
    });
    return delivery(host, { receivedAt, snapshots });
  });
  await ingestBatch(ingest, deliveries, INGEST_SETTINGS);
}

/** Rows of hosts that were made alike, without what two hosts never have in common. */
function anonymous(rows: readonly ReturnType<typeof comparable>[], hosts: readonly TestHost[]) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return hosts.map(({ hostId, hostname }) => {
    const {
      id: _,
      fqdn: __,
      hostname: name,
      ...row
    } = byId.get(hostId) ?? { id: '', fqdn: '', hostname: '' };
    return { ...row, isRenamed: name !== hostname };
  });
}
