import { expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { poolOf } from '@/lib/server/db/direct';
import type { Pools } from '@/lib/server/db/pools';
import { ServiceError } from '@/lib/server/errors';
import { outageOf } from '@/lib/server/request/unavailable';
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
  await failed(poolOf(pools.ingest).query('INSERT INTO fabric (id, name) VALUES (null, $1)', [HOSTILE])),
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
    outageOf,
    outageMs: 20,
    write: (line) => void lines.push(JSON.parse(line)),
  });
  const err = await failed(withClient('postgresql://nobody@127.0.0.1:1/nothing', async () => undefined));
  for (let n = 0; n < 500; n += 1) log.child({ requestId: String(n) }).warn({ err }, 'unavailable');
  log.error({ err }, 'settings not read');
  log.error({ err: new Error('of another kind') }, 'unexpected error');
  expect(lines).toMatchObject([{ msg: 'unavailable', requestId: '0' }, { msg: 'unexpected error' }]);
  await expect.poll(() => lines.length).toBe(3);
  expect(lines[2]).toMatchObject({
    level: 'error',
    outage: 'ECONNREFUSED',
    count: 500,
    lines: { unavailable: 499, 'settings not read': 1 },
  });
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

/** What is written of lines about these errors, at this level, until each outage was counted. */
function outagesLogged({ level, outageMs }: { level?: string; outageMs: number }) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { log: createLogger({ level, outageOf, outageMs, write }), lines };
}

const NO_ROOM = new ServiceError('unavailable', 'Too many files are being written');
const withCode = (code: string) => Object.assign(new Error('what the driver says'), { code });

it('has a line of each outage of its own, however long another goes on', () => {
  const { log, lines } = outagesLogged({ outageMs: 60_000 });
  const away = new ServiceError('unavailable', 'No answer', { cause: withCode('ECONNREFUSED') });
  for (let n = 0; n < 10; n += 1)
    for (const err of [NO_ROOM, withCode('57014'), withCode('40P01'), away, withCode('ECONNREFUSED')])
      log.warn({ err }, 'unavailable');
  expect(lines).toMatchObject([
    { err: { message: NO_ROOM.message } },
    { err: { code: '57014' } },
    { err: { code: '40P01' } },
    { err: { message: 'No answer: what the driver says' } },
  ]);
});

it('counts at the level of what it left out, so that a log of errors alone has it', async () => {
  const { log, lines } = outagesLogged({ level: 'error', outageMs: 20 });
  for (let n = 0; n < 3; n += 1) log.error({ err: NO_ROOM }, 'not written');
  await expect.poll(() => lines.length).toBe(2);
  expect(lines[1]).toMatchObject({ level: 'error', outage: NO_ROOM.message, count: 2 });
});

it('counts outages together where there are too many to tell apart', () => {
  const { log, lines } = outagesLogged({ outageMs: 60_000 });
  for (let n = 0; n < 500; n += 1)
    log.warn({ err: new ServiceError('unavailable', `What somebody wrote ${n}`) }, 'unavailable');
  expect(lines).toHaveLength(21);
});
