import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { ReportPeriod } from '@/lib/contracts/report-content';
import { PreviewReportInput, ReportPreview } from '@/lib/contracts/reports';
import { formatHostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { worldOfPeriod } from '@/test/support/period-fleet';
import { buildFleet, randomFilter, randomFleet, randomMoment, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';
import { previewReport } from './preview';

const RUNS = runs({ push: 2, long: 40 });
const LIMIT_MS = 120_000;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

const person = (fabrics: string[] = [uuid()], role: 'auditor' | 'viewer' = 'auditor'): Ctx =>
  tokenCtx(db, { fabrics, role, now: WORLD_NOW });

const preview = async (ctx: Ctx, asked: PreviewReportInput, signal?: AbortSignal) =>
  ReportPreview.parse(await previewReport({ ctx, input: parseInput(PreviewReportInput, asked), signal }));

const textOf = (filter: HostFilter) => formatHostQuery({ filter }).toString();

/** A random filter that a query string can say. */
const saidFilter = randomFilter.filter((filter) => parseHostQuery(new URLSearchParams(textOf(filter))).ok);

const about = {
  id: uuid(),
  number: 'R-2026-11-24-01',
  title: 'Attestation compliance',
  lang: 'en',
  timeZone: 'Europe/Paris',
  generatedBy: 'Claire Morel',
  frameworks: [],
} as const;

/** Who sees the fabrics of a fleet that is there now. */
async function readerOf(draft: Parameters<typeof buildFleet>[0]): Promise<Ctx> {
  const fleet = buildFleet(draft);
  await insertFleet(db, fleet);
  return person(fleet.fabrics.map(({ id }) => id));
}

/** Rounds to the microsecond: sums of the same times in another order differ in their last digits. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'number' ? Number(each.toFixed(6)) : each)));

/** What a preview shows of the time of a report. */
function previewed(period: ReportPeriod) {
  const { seconds, verifiedShare, coverage, unverifiedSeconds, byFabric, before } = period;
  return { seconds, verifiedShare, coverage, unverifiedSeconds, byFabric, before };
}

const only = <T extends string>(...include: T[]) => ({ include, exclude: [] });

/** Often one that hosts of each kind match: of random ones few do. */
const filterOfPeriod: fc.Arbitrary<HostFilter> = fc.oneof(
  fc.constantFrom<HostFilter>(
    {},
    {},
    { state: only('InsecureHostConfiguration') },
    { state: { include: [], exclude: ['Passed'] } },
    { exception: only('excepted') },
  ),
  saidFilter,
);

describe('the preview of a report', () => {
  it(
    'on a moment has the figures of the report',
    () =>
      fc.assert(
        fc.asyncProperty(randomFleet, saidFilter, randomMoment, async (draft, filter, at) => {
          const ctx = await readerOf(draft);
          const { asOf, totals, byFabric } = await makeContent({
            ctx,
            input: { ...about, kind: 'moment', filter, at },
          });
          const asked = { kind: 'moment', at: at.toISOString(), filter: textOf(filter) } as const;
          const expected = { kind: 'moment', from: null, asOf, totals, byFabric, period: null };
          expect(await preview(ctx, asked)).toEqual(expected);
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'on a period has the figures of the report, with hosts that left, moved, fell silent or are excepted',
    () =>
      fc.assert(
        fc.asyncProperty(worldOfPeriod, filterOfPeriod, async ({ draft, from, to }, filter) => {
          const ctx = await readerOf(draft);
          const content = await makeContent({ ctx, input: { ...about, kind: 'period', filter, from, to } });
          const ends = { from: from.toISOString(), to: to.toISOString() };
          const shown = await preview(ctx, { kind: 'period', ...ends, filter: textOf(filter) });
          const { asOf, totals, byFabric } = content;
          expect(shown).toMatchObject({ kind: 'period', from: ends.from, asOf, totals, byFabric });
          if (content.period === null) throw new Error('A report on a period has its figures');
          // Otherwise nobody would notice that hosts which left are left out.
          if (textOf(filter) === '') expect(content.period.left.length).toBeGreaterThan(0);
          expect(rounded(shown.period)).toEqual(rounded(previewed(content.period)));
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  // Random hosts may leave no time of some kind: this world is one of those that have all.
  it('is tried on a world in which time of every kind occurs', async () => {
    const [world] = fc.sample(worldOfPeriod, { seed: 1, numRuns: 1 });
    if (world === undefined) throw new Error('There is no world');
    const { draft, from, to } = world;
    const input = { ...about, kind: 'period', filter: {}, from, to } as const;
    const { period } = await makeContent({ ctx: await readerOf(draft), input });
    for (const each of Object.values(period?.seconds ?? { none: 0 })) expect(each).toBeGreaterThan(0);
  });

  it('stops between two questions where nobody waits for it any more', async () => {
    const asked = preview(person(), { kind: 'moment' }, AbortSignal.abort());
    await expect(asked).rejects.toMatchObject({ code: 'request_aborted' });
  });

  it.each<[string, PreviewReportInput, string]>([
    ['a period without an end', { kind: 'period', from: '2026-11-23T00:00:00Z' }, '/to'],
    ['a moment with a beginning', { kind: 'moment', from: '2026-11-23T00:00:00Z' }, '/from'],
    ['a time that is still to come', { kind: 'moment', at: '2030-01-01T00:00:00Z' }, '/at'],
    ['a word that no filter has', { kind: 'moment', filter: 'colour=red' }, '/filter'],
    ['a fabric that they do not see', { kind: 'moment', filter: 'fabric=Elsewhere' }, '/filter'],
    [
      'a period that ends before it begins',
      { kind: 'period', from: '2026-11-24T08:00:00Z', to: '2026-11-24T07:00:00Z' },
      '/to',
    ],
  ])('is refused for %s, by name', async (_, input, pointer) => {
    await expect(preview(person(), input)).rejects.toMatchObject({ code: 'invalid_value', pointer });
  });

  it('is for those who make reports', async () => {
    await expect(preview(person([uuid()], 'viewer'), { kind: 'moment' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
