import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { recordedBy } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { withdrawException } from '@/lib/server/services/exception';
import { approved, type ExceptionWorld, exceptionWorld, inDays } from '@/test/support/exceptions';
import { REPORT_ORDER } from '@/test/support/report-order';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent, type ReportOrder } from './make-content';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const order = (time: { at: Date } | { from: Date; to: Date }): ReportOrder => ({
  ...{ ...REPORT_ORDER, id: randomUUID() },
  ...('at' in time ? { kind: 'moment', ...time } : { kind: 'period', ...time }),
});

/** An exception that is approved on the first day to end on the tenth, and what withdraws it on the fourth. */
async function withdrawnOnDayFour() {
  const my = await exceptionWorld(db);
  const { id } = await approved(my, my.ids.slice(0, 1));
  return { my, withdraw: () => withdrawException({ ctx: my.at(my.both, 4), input: { id } }) };
}

/** What is made on the twentieth day, when everything has been over for long. */
const madeLater = async (my: ExceptionWorld, input: ReportOrder) => {
  const { auditHead: _, ...content } = await makeContent({ ctx: my.at(my.asker, 20), input });
  return content;
};

it.each([
  ['a moment', { at: inDays(3) }],
  ['a period', { from: inDays(-1), to: inDays(3) }],
])('stays the same when an exception is withdrawn after the end of %s', async (_, time) => {
  const { my, withdraw } = await withdrawnOnDayFour();
  const input = order(time);
  const before = await madeLater(my, input);
  await withdraw();
  expect(await madeLater(my, input)).toEqual(before);
  const end = { endsAt: inDays(10).toISOString(), isInForceAtEnd: true };
  expect(before.exceptions).toMatchObject([{ ...end, withdrawnAt: null, withdrawnBy: null }]);
});

it.each([4, 5])(
  'says of a period until day %i that the exception was withdrawn, and by whom',
  async (day) => {
    const { my, withdraw } = await withdrawnOnDayFour();
    await withdraw();
    const { exceptions } = await madeLater(my, order({ from: inDays(-1), to: inDays(day) }));
    const [withdrawnAt, withdrawnBy] = [inDays(4).toISOString(), recordedBy(my.both.actor)];
    expect(exceptions).toMatchObject([
      { endsAt: withdrawnAt, isInForceAtEnd: false, withdrawnAt, withdrawnBy },
    ]);
  },
);

it('has no exception at the moment that it was withdrawn', async () => {
  const { my, withdraw } = await withdrawnOnDayFour();
  await withdraw();
  expect((await madeLater(my, order({ at: inDays(4) }))).exceptions).toEqual([]);
});
