import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportContent } from '@/lib/contracts/report-content';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { forgetReadModels } from '@/lib/server/db/history/days';
import { csvOfReport } from '@/lib/server/report-formats/csv';
import { jsonOfReport } from '@/lib/server/report-formats/json';
import { oscalOfReport } from '@/lib/server/report-formats/oscal/oscal';
import { fillPast } from '@/lib/server/services/history';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { REPORT_ORDER } from '@/test/support/report-order';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';

const LIMIT_MS = 240_000;
const RUNS = runs({ push: 2, long: 12 });
const HOSTS = 6;
const INTERVAL_MINUTES = INGEST_SETTINGS.reportIntervalSeconds / 60;
/** Five hours on either side of a midnight. */
const BEGINNING = new Date('2026-11-23T19:00:00.000Z');
const END_MINUTES = 10 * 60;
const after = (minutes: number) => new Date(BEGINNING.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'jobs');

const WORDS = ['passed', 'passed', 'passed', 'insecure', 'broken', 'nothing', 'nothing'] as const;
type Word = (typeof WORDS)[number];

/** What each host says every quarter of an hour. */
const said = fc.array(
  fc.array(fc.constantFrom(...WORDS), {
    minLength: END_MINUTES / INTERVAL_MINUTES,
    maxLength: END_MINUTES / INTERVAL_MINUTES,
  }),
  { minLength: HOSTS, maxLength: HOSTS },
);
/** Between two snapshots, so that a report of this moment is made before the next one. */
const moment = fc.integer({ min: 60, max: END_MINUTES - 120 }).map((minutes) => minutes + 0.5);

function itemOf(host: TestHost, word: Word, collectedAt: Date): unknown {
  if (word === 'broken') return { snapshotId: randomUUID() };
  return snapshotAt(host, collectedAt, { hgsClient: word === 'insecure' ? INSECURE : PASSED });
}

/** A fleet that sends as `words` says, and of whose time nothing was filled before it was there. */
async function fleetOf(words: Word[][]) {
  await transact(db, forgetReadModels);
  const hosts = await enrolledHosts(db, BEGINNING, HOSTS);
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: hosts[0]?.hostId ?? '' } });
  let next = 0;
  const wordsAt = (host: number) => words[host]?.[next / INTERVAL_MINUTES] ?? 'nothing';
  return {
    hosts,
    ctxAt: (minutes: number): Ctx =>
      tokenCtx(db, { fabrics: [fabricId], role: 'auditor', now: after(minutes) }),
    /** All that is sent before this minute. */
    async sendUntil(minutes: number, isHeld: (host: TestHost) => boolean = () => false) {
      for (; next < minutes && next < END_MINUTES; next += INTERVAL_MINUTES) {
        const receivedAt = after(next);
        const deliveries = hosts.flatMap((host, index) =>
          wordsAt(index) === 'nothing' || isHeld(host)
            ? []
            : [delivery(host, { receivedAt, snapshots: [itemOf(host, wordsAt(index), receivedAt)] })],
        );
        if (deliveries.length > 0) await ingestBatch(ingest, deliveries, INGEST_SETTINGS);
      }
    },
  };
}

const kinds = [
  { kind: 'moment' as const, at: (minutes: number) => ({ at: after(minutes) }) },
  { kind: 'period' as const, at: (minutes: number) => ({ from: after(-30), to: after(minutes) }) },
];

/** The same question, asked at another time: of its answer, what may not differ. */
async function answersAt(ctx: Ctx, minutes: number) {
  const answers: { content: ReportContent; files: string[] }[] = [];
  for (const { kind, at } of kinds) {
    const order = { ...REPORT_ORDER, kind, ...at(minutes), id: '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11' };
    const content = await makeContent({ ctx, input: order as Parameters<typeof makeContent>[0]['input'] });
    // When it was made, and what the audit log was then.
    const told = { ...content, generatedAt: content.asOf, auditHead: null };
    const files = [csvOfReport(told), await jsonOfReport(told), oscalOfReport(told)];
    answers.push({ content: told, files: files.map((bytes) => Buffer.from(bytes).toString('utf8')) });
  }
  return answers;
}

const fillUntil = (now: Date) =>
  expect
    .poll(
      async () => {
        await fillPast({ db, now });
        const [left] = await db.$queryRaw<[{ left: boolean }]>`
          SELECT EXISTS (SELECT FROM history_day WHERE NOT published) OR EXISTS (SELECT FROM history_dirty) AS left`;
        return left.left;
      },
      { timeout: LIMIT_MS },
    )
    .toBe(false);

const forgetReceipts = async () => {
  await db.$queryRaw`SELECT gf_drop_partitions('snapshot_receipt', '2026-12-30'::date)`;
};

describe('a report on the past', () => {
  it(
    'says the same whenever it is made: soon after, an hour later, once the day is closed, and after receipts are gone',
    () =>
      fc.assert(
        fc.asyncProperty(said, moment, async (words, minutes) => {
          const { ctxAt, sendUntil } = await fleetOf(words);
          await sendUntil(minutes + 5);
          const first = await answersAt(ctxAt(minutes + 5), minutes);
          await sendUntil(minutes + 60);
          expect(await answersAt(ctxAt(minutes + 60), minutes)).toEqual(first);
          await sendUntil(END_MINUTES);
          await fillUntil(after(3 * 24 * 60));
          expect(await answersAt(ctxAt(3 * 24 * 60), minutes)).toEqual(first);
          await forgetReceipts();
          expect(await answersAt(ctxAt(20 * 24 * 60), minutes)).toEqual(first);
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );

  it(
    'names of each host a time near it up to which snapshots vouch for its state',
    () =>
      fc.assert(
        fc.asyncProperty(said, moment, async (words, minutes) => {
          const { ctxAt, sendUntil } = await fleetOf(words);
          await sendUntil(END_MINUTES);
          const [{ content } = { content: null }] = await answersAt(ctxAt(END_MINUTES), minutes);
          for (const { reporting, verifiedUntil, lastObservedAt } of content?.hosts ?? []) {
            if (reporting === 'onTime') expect(verifiedUntil).toBe(content?.asOf);
            else if (lastObservedAt === null) expect(verifiedUntil).toBeNull();
            else {
              const coveredMs = Date.parse(verifiedUntil ?? '') - Date.parse(lastObservedAt);
              expect(coveredMs).toBeGreaterThanOrEqual(0);
              expect(coveredMs).toBeLessThanOrEqual(4 * INTERVAL_MINUTES * 60_000);
            }
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );

  it(
    'says of which hosts evidence came late, and of the others what it said before',
    () =>
      fc.assert(
        fc.asyncProperty(
          said,
          moment,
          fc.integer({ min: 61, max: 300 }),
          async (words, minutes, lateMinutes) => {
            const { hosts, ctxAt, sendUntil } = await fleetOf(words);
            const held = hosts[0];
            await sendUntil(minutes + 60, (host) => host === held);
            const before = await answersAt(ctxAt(minutes + 60), minutes);
            if (held === undefined) throw new Error('There is no host');
            const observedAt = after(minutes - 10);
            const late = delivery(held, {
              receivedAt: after(minutes - 10 + 60 + lateMinutes),
              snapshots: [itemOf(held, 'insecure', observedAt)],
            });
            await sendUntil(minutes + 50 + lateMinutes, (host) => host === held);
            await ingestBatch(ingest, [late], INGEST_SETTINGS);
            const next = await answersAt(ctxAt(minutes + 60 + lateMinutes), minutes);
            for (const [index, { content }] of next.entries()) {
              const [then, now] = [before[index]?.content, content];
              expect(then?.evidence).toMatchObject({ lateHosts: 0 });
              expect(now.evidence).toEqual({ ...then?.evidence, lateHosts: 1 });
              const isHeld = ({ id }: { id: string }) => id === held.hostId;
              expect(now.hosts.filter(isHeld)).toMatchObject([
                { lateEvidence: true, state: 'InsecureHostConfiguration' },
              ]);
              const others = (report: ReportContent | undefined) =>
                report?.hosts.filter((host) => !isHeld(host));
              expect(others(now)).toEqual(others(then));
            }
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );
});
