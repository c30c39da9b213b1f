import { expect, it } from 'vitest';
import { directly } from '@/lib/server/db/direct';
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
