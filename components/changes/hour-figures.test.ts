import { expect, it } from 'vitest';
import { HOURS, hoursOf } from './hour-figures';

it('has every hour of the day, and the part of an hour in which it begins with the first of them', () => {
  const hours = hoursOf({
    asOf: '2026-11-24T09:42:00.000Z',
    byHour: [
      { from: '2026-11-23T09:00:00.000Z', worse: 1, silent: 0, better: 0 },
      { from: '2026-11-23T10:00:00.000Z', worse: 2, silent: 1, better: 0 },
      { from: '2026-11-24T09:00:00.000Z', worse: 0, silent: 0, better: 4 },
    ],
  });
  expect(hours).toHaveLength(HOURS);
  expect(hours[0]).toEqual({ from: new Date('2026-11-23T10:00:00Z'), worse: 3, silent: 1, better: 0 });
  expect(hours[1]).toMatchObject({ worse: 0, silent: 0, better: 0 });
  expect(hours.at(-1)).toEqual({ from: new Date('2026-11-24T09:00:00Z'), worse: 0, silent: 0, better: 4 });
});
