import { describe, expect, it } from 'vitest';
import type { ReportContent, ReportFailure } from '@/lib/contracts/report-content';
import { type Countable, differingFigures } from '@/lib/domain/report/proof/recount';
import { reportContent } from '@/test/support/report-content';

const content = reportContent({ hosts: 60 });

const isExcepted = ({ exceptedSeconds }: ReportFailure) => exceptedSeconds > 0;
const covered = (one: ReportFailure) => ({
  ...one,
  exceptedSeconds: isExcepted(one) ? 0 : one.failingSeconds,
});

/** The same report with another first failure. */
const withFirst = (change: (first: ReportFailure) => ReportFailure) => ({
  failures: content.failures.map((failure, index) => (index === 0 ? change(failure) : failure)),
});

function withPeriod(change: (period: NonNullable<ReportContent['period']>) => object) {
  if (content.period === null) throw new Error('A report on a period has its figures');
  return { period: { ...content.period, ...change(content.period) } };
}

describe('the plans of a report', () => {
  it.each<[string, Partial<ReportContent['plans'][number]['totals']>]>([
    ['more proven', { proven: 99 }],
    ['fewer tasks', { tasks: 1 }],
    ['no cause that came back', { regressions: 0 }],
  ])('are counted again: %s', (_, totals) => {
    const plans = content.plans.map((plan) => ({ ...plan, totals: { ...plan.totals, ...totals } }));
    expect(content.plans.length).toBeGreaterThan(0);
    expect(differingFigures({ ...content, plans })).toEqual(['plans']);
  });
});

describe('the failures of a report', () => {
  it('agree with its hosts and figures', () => {
    expect(content.failures.length).toBeGreaterThan(10);
    expect(differingFigures(content)).toEqual([]);
  });

  it.each<[string, object]>([
    ['one left out', { failures: content.failures.slice(1) }],
    ['one twice', { failures: [...content.failures, ...content.failures.slice(0, 1)] }],
    ['one of a host by another name', withFirst((one) => ({ ...one, hostname: `${one.hostname}-other` }))],
    ['one in another fabric', withFirst((one) => ({ ...one, fabric: 'Elsewhere' }))],
    ['one of a host that is not in the report', withFirst((one) => ({ ...one, hostId: content.id }))],
    ['one under an exception that was none', withFirst(covered)],
    ['one that is shorter', withFirst((one) => ({ ...one, seconds: one.seconds / 2 }))],
    ['one that began later', withFirst((one) => ({ ...one, from: one.lastFailingAt }))],
    [
      'one that was repaired and has no time of it',
      { failures: content.failures.map((one) => ({ ...one, end: 'repaired' as const })) },
    ],
    [
      'more of them said to be left out',
      withPeriod(({ failures }) => ({
        failures: { ...failures, count: failures.count + 1, leftOut: { ...failures.leftOut, count: 2 } },
      })),
    ],
    ['fewer hosts', withPeriod(({ failures }) => ({ failures: { ...failures, hosts: 1 } }))],
    ['no longest one', withPeriod(() => ({ longestFailure: null }))],
    [
      'a longest one that is no failure',
      withPeriod(({ longestFailure }) => ({ longestFailure: { ...longestFailure, hostId: content.id } })),
    ],
  ])('are found where they were changed: %s', (_, change) => {
    expect(differingFigures({ ...content, ...change })).toContain('failures');
  });

  it.each<[string, object]>([
    ['no repair', { repairs: { count: 0, begunBefore: 0 } }],
    ['another mean', { meanTimeToRepairSeconds: 60 }],
    ['no mean', { meanTimeToRepairSeconds: null }],
  ])('bear out the repairs: %s', (_, figures) => {
    expect(differingFigures({ ...content, ...withPeriod(() => figures) })).toEqual(['repairs']);
  });

  it('are none in a report of an earlier version, which is not refused for that', () => {
    const { failures: _, plans: ___, period, ...others } = content;
    const { failures: __, ...ofPeriod } = period ?? {};
    const before = { ...others, schemaVersion: '1.2', period: ofPeriod } as unknown as Countable;
    expect(differingFigures(before)).toEqual([]);
  });
});
