import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import { DAY_SECONDS } from '@/lib/util/durations';
import { arrivalsOf } from './diary';

const HOURS = 4;

/** What one person does within some hours, never twice in one second, the oldest first. */
const visits = fc
  .uniqueArray(
    fc.record({ secondsAgo: fc.integer({ min: 0, max: HOURS * 3_600 }), isLogged: fc.boolean() }),
    { selector: ({ secondsAgo }) => secondsAgo, maxLength: 12 },
  )
  .map((all) =>
    all
      .toSorted((a, b) => b.secondsAgo - a.secondsAgo)
      .map(({ secondsAgo, isLogged }) => ({ email: 'claire', daysAgo: secondsAgo / DAY_SECONDS, isLogged })),
  );

test('the audit log alone explains that whoever does something is signed in, whatever they look at besides', () => {
  fc.assert(
    fc.property(visits, (entries) => {
      const logged = entries.filter(({ isLogged }) => isLogged).map(({ daysAgo }) => daysAgo);
      const told = [...logged, ...arrivalsOf(entries).map(({ daysAgo }) => daysAgo)];
      for (const daysAgo of entries.map((entry) => entry.daysAgo)) {
        const before = told.filter((ago) => ago > daysAgo);
        expect((Math.min(...before) - daysAgo) * DAY_SECONDS).toBeLessThanOrEqual(SESSION_IDLE_SECONDS);
      }
    }),
  );
});
