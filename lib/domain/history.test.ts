import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import {
  believedTimeOf,
  dayOf,
  foldStates,
  foldVms,
  type HistoryItem,
  orderItems,
  reachesOf,
} from './history';
import { SILENT_INTERVALS } from './reporting';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 24, 12);

function item(over: Partial<HistoryItem> = {}): HistoryItem {
  return {
    id: 'a',
    observedAt: NOON,
    knownBy: null,
    rejected: false,
    enrollment: 1,
    sequence: null,
    prompt: true,
    stepped: false,
    spoolEmpty: true,
    intervalSeconds: 900,
    late: false,
    clockOffsetMs: 0,
    profileId: 'passed',
    judgedState: 'Passed',
    vmsTotal: 4,
    vmsRunning: 2,
    document: 'd',
    ...over,
  };
}

const fold = (items: HistoryItem[]) => foldStates(orderItems(items));

const anyItem = fc.record({
  id: fc.uuid(),
  observedAt: fc.integer({ min: 0, max: 3 * 24 * 60 }).map((minutes) => NOON + minutes * MINUTE),
  knownBy: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    fc.integer({ min: 0, max: 3 * 24 * 60 }).map((minutes) => NOON + minutes * MINUTE),
  ),
  rejected: fc.boolean().map((rejected) => rejected),
  enrollment: fc.constantFrom(1, 2),
  sequence: fc.option(fc.integer({ min: 0, max: 12 })),
  prompt: fc.boolean(),
  stepped: fc.boolean(),
  spoolEmpty: fc.boolean(),
  late: fc.boolean(),
  profileId: fc.constantFrom('passed', 'insecure'),
  vmsTotal: fc.constantFrom(null, 4, 6),
});
const anyItems = fc.array(
  anyItem.map((over) =>
    item({ ...over, judgedState: over.profileId === 'passed' ? 'Passed' : 'InsecureHostConfiguration' }),
  ),
  { minLength: 1, maxLength: 25 },
);

describe('order', () => {
  it('gives an item the time of a later sequence that was observed before it', () => {
    const [first, second] = orderItems([
      item({ id: 'late', sequence: 7, observedAt: NOON + 30 * MINUTE, prompt: false }),
      item({ id: 'next', sequence: 8, observedAt: NOON }),
    ]);
    expect([first?.id, first?.at, second?.id]).toEqual(['late', NOON, 'next']);
  });

  it('is not bounded by an item that was sent over an hour after collecting, nor by another enrolment', () => {
    const items = [
      item({ id: 'x', sequence: 7, observedAt: NOON + 30 * MINUTE }),
      item({ id: 'spooled', sequence: 8, observedAt: NOON, prompt: false }),
      item({ id: 'other', sequence: 9, observedAt: NOON, enrollment: 2 }),
    ];
    expect(orderItems(items).find(({ id }) => id === 'x')?.at).toBe(NOON + 30 * MINUTE);
  });

  it('leaves out a stepped item unless it is the newest and nothing waits', () => {
    const stepped = item({ id: 's', sequence: 8, stepped: true, observedAt: NOON + MINUTE });
    expect(orderItems([item({ sequence: 7 }), stepped]).map(({ id }) => id)).toEqual(['a', 's']);
    expect(orderItems([item({ sequence: 9 }), stepped]).map(({ id }) => id)).toEqual(['a']);
    expect(
      orderItems([item({ sequence: 7 }), { ...stepped, spoolEmpty: false }]).map(({ id }) => id),
    ).toEqual(['a']);
  });
});

describe('states', () => {
  it('vouches until the next snapshot, and at most four intervals', () => {
    const [only] = fold([item()]);
    expect(only?.coveredUntil).toBe(NOON + SILENT_INTERVALS * 15 * MINUTE);
    const [first, second] = fold([
      item(),
      item({
        id: 'b',
        observedAt: NOON + 10 * MINUTE,
        profileId: 'insecure',
        judgedState: 'InsecureHostConfiguration',
      }),
    ]);
    expect([first?.coveredUntil, second?.from]).toEqual([NOON + 10 * MINUTE, NOON + 10 * MINUTE]);
  });

  it('begins the state anew after unverified time, and carries it over midnight without', () => {
    const gap = fold([item(), item({ id: 'b', observedAt: NOON + 3 * 60 * MINUTE })]);
    expect(gap.map(({ since }) => since)).toEqual([NOON, NOON + 3 * 60 * MINUTE]);
    const late = Date.UTC(2026, 10, 24, 23, 50);
    const night = fold([item({ observedAt: late }), item({ id: 'b', observedAt: late + 15 * MINUTE })]);
    expect(night.map(({ since }) => since)).toEqual([late, late]);
  });

  it('keeps since when a host fails over unverified time, unless it failed otherwise or passed before', () => {
    const failing = { profileId: 'insecure', judgedState: 'InsecureHostConfiguration' } as const;
    const back = { id: 'b', observedAt: NOON + 3 * 60 * MINUTE };
    const sinceOf = (before: Partial<HistoryItem>, after: Partial<HistoryItem>) =>
      fold([item(before), item({ ...back, ...after })]).map(({ since }) => since);
    expect(sinceOf(failing, failing)).toEqual([NOON, NOON]);
    expect(sinceOf(failing, { ...failing, profileId: 'other' })).toEqual([NOON, NOON]);
    for (const before of [{}, { profileId: 'expired', judgedState: 'Expired' } as const])
      expect(sinceOf(before, failing)).toEqual([NOON, back.observedAt]);
  });

  it('keeps what came late in segments of its own, with the state that goes on', () => {
    const quarter = 15 * MINUTE;
    const items = [false, true, true, false].map((late, index) =>
      item({ id: `${index}`, observedAt: NOON + index * quarter, late }),
    );
    const segments = fold(items).map(({ from, since, lateEvidence }) => [from, since, lateEvidence]);
    expect(segments).toEqual([
      [NOON, NOON, false],
      [NOON + quarter, NOON, true],
      [NOON + 3 * quarter, NOON, false],
    ]);
  });

  it('is faulty from a rejection until a later stored snapshot', () => {
    const spell = fold([
      item(),
      item({ id: 'r', rejected: true, observedAt: NOON + MINUTE, profileId: null, judgedState: null }),
    ]);
    expect(spell[1]).toMatchObject({
      faulty: true,
      coveredUntil: Number.POSITIVE_INFINITY,
      profileId: 'passed',
    });
    const cured = fold([
      item({ id: 'b', observedAt: NOON + MINUTE }),
      item({ id: 'r', rejected: true, observedAt: NOON + MINUTE, profileId: null, judgedState: null }),
    ]);
    expect(cured.map(({ faulty }) => faulty)).toEqual([false]);
  });
});

describe('properties', () => {
  it('any order and any repetition of arrival fold to the same history', () => {
    fc.assert(
      fc.property(anyItems, fc.infiniteStream(fc.nat()), (items, random) => {
        const shuffled = items
          .map((value) => ({ value, key: random.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ value }) => value);
        expect(fold(shuffled)).toEqual(fold(items));
        expect(foldVms(orderItems(shuffled))).toEqual(foldVms(orderItems(items)));
      }),
    );
  });

  it('folding the last item onto the last segment equals folding everything', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const ordered = orderItems(items);
        const last = ordered.at(-1);
        const before = ordered.slice(0, -1);
        if (last === undefined || (before.at(-1)?.at ?? 0) === last.at) return;
        const head = foldStates(before);
        const stepwise = [...head.slice(0, -1), ...foldStates([last], head.at(-1))];
        expect(stepwise).toEqual(foldStates(ordered));
      }),
    );
  });

  it('segments follow one another without overlap and never cross midnight by a confirmation', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const segments = fold(items);
        for (const [index, segment] of segments.entries()) {
          expect(dayOf(segment.confirmedAt)).toBe(Math.floor(segment.from / DAY_MS));
          expect(segment.coveredUntil).toBeGreaterThan(segment.from);
          expect(segment.since).toBeLessThanOrEqual(segment.from);
          const next = segments[index + 1];
          if (next) expect(segment.coveredUntil).toBeLessThanOrEqual(next.from);
        }
      }),
    );
  });
});

describe('a fold from the segment before what is added', () => {
  /** The stored items before a time that the order of later ones may depend on. */
  function highestBefore(items: readonly HistoryItem[], time: number): HistoryItem[] {
    const highest = new Map<string, HistoryItem>();
    for (const one of items) {
      if (one.rejected || one.sequence === null || believedTimeOf(one) >= time) continue;
      const key = `${one.enrollment} ${one.prompt}`;
      if (one.sequence > (highest.get(key)?.sequence ?? -1)) highest.set(key, one);
    }
    return [...highest.values()];
  }

  function earliestChange(stored: readonly HistoryItem[], added: readonly HistoryItem[]): number {
    const bounding = reachesOf(added).flatMap(({ enrollment, aboveSequence }) =>
      stored.filter(
        (one) =>
          !one.rejected &&
          one.prompt &&
          one.enrollment === enrollment &&
          (one.sequence ?? -1) > aboveSequence,
      ),
    );
    return Math.min(...[...added, ...bounding].map(believedTimeOf));
  }

  it('ends in the same segments as a fold of everything', () => {
    fc.assert(
      fc.property(anyItems, anyItems, (stored, added) => {
        const all = [...stored, ...added];
        const change = earliestChange(stored, added);
        const before = { states: fold(stored), vms: foldVms(orderItems(stored)) };
        const from = before.states.findLast((segment) => !segment.faulty && segment.from < change)?.from;
        const vmsFrom = before.vms.findLast((segment) => segment.from < change)?.from;
        if (from === undefined || vmsFrom === undefined) return;
        const start = Math.min(from, vmsFrom);
        const needed = [...all.filter((one) => believedTimeOf(one) >= start), ...highestBefore(all, start)];
        const ordered = orderItems(needed);
        const since = (time: number) => ordered.filter(({ at }) => at >= time);
        const earlier = before.states.filter((segment) => segment.from < from);
        const states = [...earlier.slice(0, -1), ...foldStates(since(from), earlier.at(-1))];
        const earlierVms = before.vms.filter((segment) => segment.from < vmsFrom);
        const vms = [...earlierVms.slice(0, -1), ...foldVms(since(vmsFrom), earlierVms.at(-1))];
        expect(states).toEqual(fold(all));
        expect(vms).toEqual(foldVms(orderItems(all)));
      }),
      { numRuns: 2_000 },
    );
  });
});
