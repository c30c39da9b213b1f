import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ReportContent } from '@/lib/contracts/report-content';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import { differingFigures } from '@/lib/domain/report/proof/recount';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { complianceTimeOfHosts, fleetCounts } from '@/lib/server/services/history';
import { listHosts, summarizeHosts } from '@/lib/server/services/host';
import { tokenCtx } from '@/test/support/callers';
import { expectedFleet } from '@/test/support/expected-fleet';
import { type FleetSpec, insertFleet } from '@/test/support/fleet';
import { matchesHost } from '@/test/support/matches-host';
import { buildFleet, randomFilter, randomFleet, randomMoment, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent, type ReportOrder } from './make-content';

const RUNS = runs({ push: 2, long: 40 });
const LIMIT_MS = 120_000;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

const within = (fleet: FleetSpec): Ctx =>
  tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), role: 'auditor', now: WORLD_NOW });

const about = {
  id: uuid(),
  number: 'R-2026-11-24-01',
  title: 'Attestation compliance',
  lang: 'en',
  timeZone: 'Asia/Kolkata',
  generatedBy: 'Claire Morel',
  frameworks: ['nist-800-53-r5', 'iso-27001-2022'],
} as const;

const contentOf = async (ctx: Ctx, order: ReportOrder) =>
  ReportContent.parse(await makeContent({ ctx, input: order }));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('a report on a moment', () => {
  it(
    'has the figures of the screens, for any fleet, filter and moment',
    () =>
      fc.assert(
        fc.asyncProperty(randomFleet, randomFilter, randomMoment, async (draft, filter, at) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          const ctx = within(fleet);
          const content = await contentOf(ctx, { ...about, kind: 'moment', filter, at });
          const summary = await summarizeHosts({ ctx, input: { filter, at } });
          const list = await listHosts({ ctx, input: { ...defaultHostQuery(), filter, at, limit: 500 } });

          expect(content.totals).toEqual({
            hosts: summary.total,
            ...summary.compliance,
            rate: summary.rates.compliant,
            vms: summary.vms,
          });
          expect(content.states).toEqual(summary.states);
          expect(content.causes).toEqual(summary.causes);
          expect(content.period).toBeNull();
          expect(content.frameworks.map(({ key }) => key)).toEqual(about.frameworks);
          expect(differingFigures(content)).toEqual([]);

          const shown = list.hosts.map((host) => [
            host.id,
            host.state,
            host.cause,
            host.since,
            host.shieldedVms,
          ]);
          const reported = content.hosts.map((host) => [
            host.id,
            host.state,
            host.causes,
            host.since,
            host.shieldedVms,
          ]);
          expect(new Set(reported.map(String))).toEqual(new Set(shown.map(String)));
          const classes = expectedFleet(fleet, at).map(({ id, compliance }) => [id, compliance]);
          expect(classes).toEqual(
            expect.arrayContaining(content.hosts.map(({ id, compliance }) => [id, compliance])),
          );
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'counts each check of each host once',
    () =>
      fc.assert(
        fc.asyncProperty(randomFleet, randomMoment, async (draft, at) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          const content = await contentOf(within(fleet), { ...about, kind: 'moment', filter: {}, at });
          for (const word of ['satisfied', 'failing', 'notDetermined', 'notApplicable'] as const) {
            expect(content.checks[word]).toBe(sum(content.hosts.map(({ checks }) => checks[word])));
            expect(content.checks[word]).toBe(sum(content.byCheck.map((check) => check[word])));
          }
          for (const { check, failing } of content.byCheck)
            expect(failing).toBe(content.hosts.filter((host) => host.failingChecks.includes(check)).length);
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});

describe('a report on a period', () => {
  it(
    'adds up the time of the hosts of its end and of those that left, and ends with the figures of the screens',
    () =>
      fc.assert(
        fc.asyncProperty(
          randomFleet,
          randomFilter,
          randomMoment,
          randomMoment,
          async (draft, filter, one, other) => {
            fc.pre(one.getTime() !== other.getTime());
            const fleet = buildFleet(draft);
            await insertFleet(db, fleet);
            const ctx = within(fleet);
            const [from, to] = one < other ? [one, other] : [other, one];
            const content = await contentOf(ctx, {
              ...about,
              kind: 'period',
              filter,
              from,
              to,
            });
            const { period, hosts, totals } = content;
            expect(differingFigures(content)).toEqual([]);
            if (period === null) throw new Error('A report on a period has its figures');

            const left = fleet.hosts
              .filter(({ retiredAt }) => retiredAt !== null && retiredAt > from && retiredAt <= to)
              .filter(({ id, retiredAt }) => {
                const last = new Date((retiredAt ?? to).getTime() - 1);
                const then = expectedFleet(fleet, last).find((host) => host.id === id);
                return then !== undefined && matchesHost(filter, thenOf(then));
              });
            expect(new Set(period.left.map(({ id }) => id))).toEqual(new Set(left.map(({ id }) => id)));

            const hostIds = fleet.hosts.map(({ id }) => id);
            const times = await complianceTimeOfHosts({ ctx, input: { from, to, hostIds } });
            const counted = [...hosts.map(({ id }) => id), ...period.left.map(({ id }) => id)];
            for (const word of COMPLIANCE) {
              const expected = sum(counted.map((id) => times.get(id)?.[word] ?? 0));
              expect(period.seconds[word]).toBeCloseTo(expected, 3);
              expect(sum(period.byFabric.map((group) => group[word]))).toBeCloseTo(expected, 3);
              expect(sum(period.byCluster.map((group) => group[word]))).toBeCloseTo(expected, 3);
              const ofHosts = [...hosts, ...period.left].map(({ verified }) => verified?.[word] ?? 0);
              expect(sum(ofHosts)).toBeCloseTo(expected, 3);
            }
            const failing = period.seconds.excepted + period.seconds.nonCompliant;
            expect(period.longestFailure?.seconds ?? 0).toBeLessThanOrEqual(failing + 0.001);
            expect(period.longestFailure === null).toBe(failing === 0);

            const { hosts: all, rate: _, vms: __, ...classes } = totals;
            expect(period.days.at(-1)).toMatchObject({ at: to.toISOString(), ...classes });
            expect(sum(Object.values(classes))).toBe(all);
          },
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'has the classes of each day as the screens of that moment have them',
    () =>
      fc.assert(
        fc.asyncProperty(randomFleet, async (draft) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          const ctx = within(fleet);
          const from = new Date(WORLD_NOW.getTime() - 3 * 86_400_000);
          const { period } = await contentOf(ctx, {
            ...about,
            kind: 'period',
            filter: {},
            from,
            to: WORLD_NOW,
          });
          for (const { at, day: _, ...classes } of period?.days ?? [])
            expect(classes).toEqual((await fleetCounts({ ctx, input: { at: new Date(at) } })).compliance);
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});

/** Nobody is late at an earlier time: what was on time then is all that history has. */
describe('the failures of a period', () => {
  it(
    'are those that the list of hosts shows at each moment of it, and no others',
    () =>
      fc.assert(
        fc.asyncProperty(randomFleet, randomMoment, async (draft, end) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          const from = new Date(WORLD_NOW.getTime() - 3 * 86_400_000);
          fc.pre(end > from);
          const order = { ...about, kind: 'period', filter: {}, from, to: end } as const;
          const content = await contentOf(within(fleet), order);
          const { failures, hosts, period } = content;
          const known = new Set([...hosts, ...(period?.left ?? [])].map(({ id }) => id));
          /** The list of that moment, as another property holds it against SQL. */
          const shownAt = (at: Date) =>
            expectedFleet(fleet, at).filter(({ id, state }) => known.has(id) && state !== 'Silent');
          const failingAt = (at: Date) => shownAt(at).filter(({ state }) => state !== 'Passed');

          const turns = failures.flatMap((failure) => [failure.from, failure.to ?? failure.lastFailingAt]);
          const moments = turns.flatMap((turn) => [Date.parse(turn) - 1, Date.parse(turn)]);
          for (const ms of moments.filter((each) => each >= from.getTime() && each < end.getTime())) {
            const among = new Set(shownAt(new Date(ms)).map(({ id }) => id));
            const told = failures.filter((failure) => among.has(failure.hostId) && isWithin(failure, ms));
            const shown = failingAt(new Date(ms)).map(({ id }) => id);
            expect(told.map(({ hostId }) => hostId).sort()).toEqual(shown.sort());
          }
          for (const { hostId, lastFailingAt, causes } of failures) {
            const last = failingAt(new Date(Date.parse(lastFailingAt) - 1)).find(({ id }) => id === hostId);
            expect(causes).toEqual(expect.arrayContaining([...(last?.causes ?? ['not failing then'])]));
          }
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});

const isWithin = ({ from, to, lastFailingAt }: ReportContent['failures'][number], ms: number) =>
  Date.parse(from) <= ms && ms < Date.parse(to ?? lastFailingAt);

/** Nobody is late at an earlier time: what was on time then is all that history has. */
const thenOf = <H extends { reporting: string }>(host: H) =>
  host.reporting === 'late' ? { ...host, reporting: 'onTime' as const } : host;
