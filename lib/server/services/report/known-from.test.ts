import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { exceptionWorld, inDays } from '@/test/support/exceptions';
import { REPORT_ORDER } from '@/test/support/report-order';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

/** The first hosts that its reader sees enrolled two days ago. */
const FIRST_HOST_AT = inDays(-2);

it.each([
  ['before the first host enrolled', inDays(-3), FIRST_HOST_AT.toISOString(), 0],
  ['at which the first host enrolled', FIRST_HOST_AT, null, 4],
  ['after the first host enrolled', inDays(0), null, 4],
])('says of a moment %s since when something is known', async (_, at, knownFrom, hosts) => {
  const my = await exceptionWorld(db);
  const input = { ...REPORT_ORDER, id: randomUUID(), kind: 'moment', at } as const;
  const content = await makeContent({ ctx: my.asker, input });
  expect(content).toMatchObject({ knownFrom, period: null, totals: { hosts } });
});

it('leaves it to the period of a report that is on one', async () => {
  const my = await exceptionWorld(db);
  const input = {
    ...REPORT_ORDER,
    id: randomUUID(),
    kind: 'period',
    from: inDays(-3),
    to: inDays(0),
  } as const;
  const content = await makeContent({ ctx: my.asker, input });
  expect(content).toMatchObject({ knownFrom: null, period: { knownFrom: FIRST_HOST_AT.toISOString() } });
});
