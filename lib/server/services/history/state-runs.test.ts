import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistorySegment } from '@/lib/server/db/fleet/answers/host-timeline';
import { toRuns, toUnverified } from './state-runs';

const time = (minutes: number) => new Date(minutes * 60_000);

const segment = (
  from: number,
  lastAt: number,
  coveredUntil: number | null,
  says: Partial<HistorySegment> = {},
) => ({
  from: time(from),
  lastAt: time(lastAt),
  coveredUntil: coveredUntil === null ? null : time(coveredUntil),
  faulty: false,
  attestationStatus: 'Passed' as const,
  state: 'Passed' as const,
  failingChecks: [],
  lateEvidence: false,
  ...says,
});

const spans = (found: { from: Date; to: Date }[]) =>
  found.map(({ from, to }) => [from.getTime() / 60_000, to.getTime() / 60_000]);

describe('toRuns', () => {
  it('joins equal neighbours, also those that midnight cut', () => {
    expect(spans(toRuns([segment(0, 10, 20), segment(20, 30, 40)]))).toEqual([[0, 30]]);
  });

  it('keeps equal ones apart where unverified time lies between', () => {
    expect(spans(toRuns([segment(0, 10, 20), segment(21, 30, 40)]))).toEqual([
      [0, 10],
      [21, 30],
    ]);
  });

  it('keeps equal ones apart around a spell of rejections', () => {
    const faulty = segment(10, 15, 20, { faulty: true });
    expect(spans(toRuns([segment(0, 5, 10), faulty, segment(20, 30, 40)]))).toEqual([
      [0, 5],
      [20, 30],
    ]);
  });

  it('splits where status or failing checks differ, and never for late evidence', () => {
    const runs = toRuns([
      segment(0, 10, 20),
      segment(20, 30, 40, { lateEvidence: true }),
      segment(40, 50, 60, { failingChecks: ['BitLocker'] }),
    ]);
    expect(spans(runs)).toEqual([
      [0, 30],
      [40, 50],
    ]);
    expect(runs.map(({ lateEvidence }) => lateEvidence)).toEqual([true, false]);
  });
});

describe('toUnverified', () => {
  it('does not call time unverified that a snapshot still vouches for', () => {
    expect(toUnverified([segment(0, 10, 70)], { from: time(0), to: time(30) })).toEqual([]);
  });

  it('counts a spell of rejections as unverified', () => {
    const segments = [segment(0, 5, 10), segment(10, 15, null, { faulty: true })];
    expect(spans(toUnverified(segments, { from: time(0), to: time(30) }))).toEqual([[10, 30]]);
  });

  it('says for each minute what a plain look at the segments says', () => {
    const lengths = fc.array(
      fc.record({ gap: fc.nat(3), length: fc.integer({ min: 1, max: 5 }), faulty: fc.boolean() }),
    );
    fc.assert(
      fc.property(lengths, fc.nat(20), fc.nat(40), (drafts, from, length) => {
        let end = 0;
        const segments = drafts.map(({ gap, length: covered, faulty }) => {
          const start = end + gap;
          end = start + covered;
          return segment(start, start, end, { faulty });
        });
        const gaps = toUnverified(segments, { from: time(from), to: time(from + length) });
        for (let minute = from; minute < from + length; minute += 1) {
          const moment = time(minute);
          const isCovered = segments.some(
            (one) =>
              !one.faulty && one.from <= moment && one.coveredUntil !== null && moment < one.coveredUntil,
          );
          expect(gaps.some((gap) => gap.from <= moment && moment < gap.to)).toBe(!isCovered);
        }
      }),
    );
  });
});
