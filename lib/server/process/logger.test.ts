import { expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { directly } from '@/lib/server/db/direct';
import { isDatabaseAway } from '@/lib/server/db/failures';
import type { Pools } from '@/lib/server/db/pools';
import { usesDatabase } from '@/test/support/uses-database';
import { createLogger } from './logger';

let pools: Pools;
usesDatabase((_db, opened) => {
  pools = opened;
});

const HOSTILE = 'what a host says of itself';

const failed = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('the row is refused'),
    (error: unknown) => error,
  );

/** PostgreSQL's detail quotes the whole row. */
const refused = async () => [
  await failed(
    directly(pools.ingest, (sql) => sql.$executeRaw`INSERT INTO fabric (id, name) VALUES (null, ${HOSTILE})`),
  ),
  await failed(pools.console.$executeRaw`INSERT INTO fabric (id, name) VALUES (null, ${HOSTILE})`),
];

it('says why the database refused a row, and nothing of what stands in it, also behind another error', async () => {
  const lines: string[] = [];
  const log = createLogger({ write: (line) => void lines.push(line) });
  for (const error of await refused()) {
    log.error({ err: error }, 'not written');
    log.error({ err: new Error('A host is left out', { cause: error }) }, 'not written');
    log.error({ err: new AggregateError([error], 'Several failed') }, 'not written');
  }
  expect(lines).toHaveLength(6);
  for (const line of lines) expect(line).not.toContain(HOSTILE);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { code: '23502', message: expect.stringContaining('null value') },
  });
  expect(lines[1]).toMatch(/A host is left out.*null value/);
});

it('has one line of an outage, and then one in each interval that says how many were left out', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    instance: 'fabric-1',
    isOutage: isDatabaseAway,
    outageMs: 20,
    write: (line) => void lines.push(JSON.parse(line)),
  });
  const err = await failed(withClient('postgresql://nobody@127.0.0.1:1/nothing', async () => undefined));
  for (let n = 0; n < 500; n += 1) log.child({ requestId: String(n) }).warn({ err }, 'unavailable');
  log.error({ err }, 'settings not read');
  log.error({ err: new Error('of another kind') }, 'unexpected error');
  expect(lines).toMatchObject([{ msg: 'unavailable', requestId: '0' }, { msg: 'unexpected error' }]);
  await expect.poll(() => lines.length).toBe(3);
  expect(lines[2]).toMatchObject({ count: 500, lines: { unavailable: 499, 'settings not read': 1 } });
  // Over for an interval: the next one begins with a line of its own.
  await expect
    .poll(
      () => {
        log.warn({ err }, 'unavailable');
        return lines.filter(({ msg }) => msg === 'unavailable').length;
      },
      { interval: 60 },
    )
    .toBe(2);
  expect(lines.map(({ instance }) => instance)).toEqual(lines.map(() => 'fabric-1'));
});
