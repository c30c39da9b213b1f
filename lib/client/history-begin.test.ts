import { expect, it } from 'vitest';
import { beginOf } from './history-begin';

const DAY = '2026-11-24T00:00:00.000Z';
const LATER = '2026-11-24T12:00:00.000Z';

it('is the first host that was enrolled, or the day that is kept where that is later', () => {
  expect(beginOf({ historyFrom: null, firstHostAt: null })).toBeNull();
  expect(beginOf({ historyFrom: null, firstHostAt: DAY })).toEqual(new Date(DAY));
  expect(beginOf({ historyFrom: DAY, firstHostAt: LATER })).toEqual(new Date(LATER));
  expect(beginOf({ historyFrom: LATER, firstHostAt: DAY })).toEqual(new Date(LATER));
});
