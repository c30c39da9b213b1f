import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import { type ExceptionLife, exceptionName, exceptionStateAt, refusedTerms, timeInForce } from './exception';

const START = Date.parse('2026-11-01T00:00:00Z');
const day = (days: number) => new Date(START + days * DAY_MS);

const days = fc.integer({ min: 0, max: 400 });
/** As verbs write it: each step no earlier than the one before it, and none after the end. */
const life: fc.Arbitrary<ExceptionLife> = fc
  .record({ requested: days, approved: fc.option(days), withdrawn: fc.option(days), lasts: days })
  .map(({ requested, approved, withdrawn, lasts }) => {
    const approvedOn = approved === null ? null : requested + (approved % (lasts + 1));
    return {
      requestedAt: day(requested),
      approvedAt: approvedOn === null ? null : day(approvedOn),
      withdrawnAt: withdrawn === null ? null : day((approvedOn ?? requested) + withdrawn),
      endsAt: day(requested + lasts + 1),
    };
  });

const MAY_FOLLOW: Record<string, readonly string[]> = {
  requested: ['requested', 'inForce', 'ended', 'withdrawn'],
  inForce: ['inForce', 'ended', 'withdrawn'],
  // Nobody withdraws what has ended; a withdrawal that is dated after the end changes its name and no answer.
  ended: ['ended', 'withdrawn'],
  withdrawn: ['withdrawn'],
};

describe('the life of an exception', () => {
  it('goes from request to approval to its end, or is withdrawn before', () => {
    const asked = { requestedAt: day(1), approvedAt: day(2), withdrawnAt: null, endsAt: day(9) };
    expect([0, 1, 2, 8, 9, 99].map((at) => exceptionStateAt(asked, day(at)))).toEqual([
      null,
      'requested',
      'inForce',
      'inForce',
      'ended',
      'ended',
    ]);
    expect(exceptionStateAt({ ...asked, withdrawnAt: day(3) }, day(3))).toBe('withdrawn');
    expect(exceptionStateAt({ ...asked, approvedAt: null }, day(9))).toBe('ended');
  });

  it('never goes back', () => {
    fc.assert(
      fc.property(life, days, days, (one, a, b) => {
        const earlier = exceptionStateAt(one, day(Math.min(a, b)));
        const later = exceptionStateAt(one, day(Math.max(a, b)));
        if (earlier !== null) expect(MAY_FOLLOW[earlier]).toContain(later);
      }),
    );
  });

  it('is in force exactly in its time in force, and never without an approval', () => {
    fc.assert(
      fc.property(life, days, (one, at) => {
        const span = timeInForce(one);
        const isWithin = span !== null && span.from <= day(at).getTime() && day(at).getTime() < span.to;
        expect(exceptionStateAt(one, day(at)) === 'inForce').toBe(isWithin);
        if (one.approvedAt === null) expect(span).toBeNull();
      }),
    );
  });
});

describe('the dates of a request', () => {
  const now = day(0);
  it.each([
    ['the review on the last day', 364, 364, null],
    ['365 days', 1, 365, null],
    ['366 days', 1, 366, 'endsAt'],
    ['an end that has passed', -2, -1, 'endsAt'],
    ['an end that is now', 0, 0, 'endsAt'],
    ['a review that is now', 0, 5, 'reviewAt'],
    ['a review after the end', 6, 5, 'reviewAt'],
  ])('%s', (_case, review, ends, field) => {
    expect(refusedTerms({ reviewAt: day(review), endsAt: day(ends) }, now)?.field ?? null).toBe(field);
  });
});

it('is called by its number', () => {
  expect([7, 31, 12_345].map(exceptionName)).toEqual(['EX-0007', 'EX-0031', 'EX-12345']);
});
