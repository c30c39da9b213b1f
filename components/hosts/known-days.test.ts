import { describe, expect, it } from 'vitest';
import { countDays, type HostDay, isKnown, moveInCalendar, weekdayOf } from '@/components/hosts/known-days';
import { STATES, type State } from '@/lib/domain/vocabulary';
import { everyCount } from '@/lib/util/every-count';

const day = (state: State | null): HostDay => ({
  day: '2026-11-24',
  state,
  at: state && '2026-11-24T09:00:00.000Z',
  seconds: everyCount(STATES, {}),
});

describe('the days that a host page shows', () => {
  it('are counted by state, what needs somebody first, without those of which nothing is known', () => {
    const days = [day(null), day('Passed'), day('Silent'), day('Passed')].filter(isKnown);
    expect(countDays(days)).toEqual([
      { state: 'Silent', count: 1 },
      { state: 'Passed', count: 2 },
    ]);
  });

  it('stand in weeks that begin on Monday', () => {
    expect(['2026-11-23', '2026-11-24', '2026-11-29'].map(weekdayOf)).toEqual([0, 1, 6]);
  });

  it.each([
    ['ArrowRight', 3, 10],
    ['ArrowRight', 88, 89],
    ['ArrowLeft', 3, 0],
    ['ArrowDown', 3, 4],
    ['ArrowUp', 3, 2],
    ['Home', 3, 0],
    ['End', 3, 89],
    ['a', 3, null],
  ])('are walked by keys: %s from %i', (key, from, to) => {
    expect(moveInCalendar(key, from, 90)).toBe(to);
  });
});
