import type { Socket } from 'node:net';
import { Unzip, UnzipInflate } from 'fflate';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_FORMATS, type ExportFormat } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, openDb } from '@/lib/server/db/client';
import { poolOf } from '@/lib/server/db/direct';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { insertFleet } from '@/test/support/fleet';
import { exportHosts } from './export';

const HOSTS = 16_000;
/** A share of all that is read: what waits to be taken, is being written, and came with the last of it. */
const MOST_HELD = 0.25;
const SETUP_MS = 120_000;
const NOW = new Date('2026-11-24T10:00:00.000Z');
const ENROLLED_AT = new Date('2026-11-24T09:00:00.000Z');

let database: TestDatabase;
/** A single connection, which no pool of the server is: one that is not given back would be missed. */
let db: DbRoot;
/** Connections that are not the export's. */
let others: Pools;

beforeAll(async () => {
  database = await testDatabase();
  db = openDb(database.runtimeUrl, { max: 1, customPlans: true, connectionTimeoutMs: 2_000 });
  others = openPools({ url: database.runtimeUrl });
  const fabric = { id: uuid(), name: 'PAR' };
  const hosts = Array.from({ length: HOSTS }, () => {
    const id = uuid();
    const assignments = [{ id: uuid(), validFrom: ENROLLED_AT, fabricId: fabric.id, owner: null }];
    return {
      id,
      enrolledHostname: `HV-${id}`,
      enrolledFqdn: null,
      enrolledAt: ENROLLED_AT,
      retiredAt: null,
      assignments,
      items: [],
    };
  });
  await insertFleet(others.console, { fabrics: [fabric], hosts, exceptions: [], acknowledgements: [] });
}, SETUP_MS);

afterAll(async () => {
  await Promise.all([db.$disconnect(), others.close()]);
  await database.drop();
});

const ctxWith = (given: DbRoot): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db: given,
  now: NOW,
  requestId: 'test',
});

const asked = (given: DbRoot, format: ExportFormat) =>
  exportHosts({
    ctx: ctxWith(given),
    input: { filter: {}, at: null, sort: 'hostname', order: 'asc', format, lang: 'en' },
  });

/** How many bytes the connection that is asked next has taken from the database since. */
function receiving(): () => number {
  let taken = () => 0;
  poolOf(db).once('acquire', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const before = stream.bytesRead;
    taken = () => stream.bytesRead - before;
  });
  return () => taken();
}

/** Rows that have arrived with what was read so far; a workbook is unpacked as it comes. */
function arrivals(format: ExportFormat): { take: (chunk: string | Uint8Array) => void; rows: () => number } {
  let rows = 0;
  const count = (text: string, mark: string) => {
    rows += text.split(mark).length - 1;
  };
  if (format !== 'xlsx') return { take: (chunk) => count(String(chunk), 'HV-'), rows: () => rows };
  const unzip = new Unzip((file) => {
    file.ondata = (_error, data) => count(Buffer.from(data).toString('latin1'), '</row>');
    file.start();
  });
  unzip.register(UnzipInflate);
  return { take: (chunk) => unzip.push(new Uint8Array(Buffer.from(chunk as Uint8Array))), rows: () => rows };
}

/** A reader with other things to do, during which an export that did not wait for it would run ahead. */
async function dawdle() {
  for (let errand = 0; errand < 3; errand += 1) await others.console.$queryRaw`SELECT count(*) FROM host`;
}

describe('exportHosts', () => {
  it.each(EXPORT_FORMATS)(
    'holds a few batches of rows at most, however slowly %s is read',
    async (format) => {
      const received = receiving();
      const { chunks } = await asked(db, format);
      const { take, rows } = arrivals(format);
      const moments: { bytes: number; rows: number }[] = [];
      let sinceErrand = 0;
      for await (const chunk of chunks) {
        sinceErrand += chunk.length;
        // Compressed, a batch is many small chunks.
        if (sinceErrand > 64 * 1024) {
          await dawdle();
          sinceErrand = 0;
        }
        moments.push({ bytes: received(), rows: rows() });
        take(chunk);
      }
      expect(rows()).toBeGreaterThanOrEqual(HOSTS);
      const [bytes, all] = [received(), rows()];
      for (const moment of moments)
        expect(moment.bytes / bytes - moment.rows / all).toBeLessThanOrEqual(MOST_HELD);
    },
    SETUP_MS,
  );

  it.each(EXPORT_FORMATS)(
    'gives its only connection back when the reader of %s goes away',
    async (format) => {
      const unread = await asked(db, format);
      await unread.chunks.return(undefined);
      const { chunks } = await asked(db, format);
      for await (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      const third = await asked(db, format);
      await third.chunks.return(undefined);
    },
  );

  it('tells that the database is away before it says anything', async () => {
    const nowhere = new URL(database.runtimeUrl);
    nowhere.pathname = '/no_such_database';
    const away = openPools({ url: nowhere.href });
    await expect(asked(away.fleet, 'xlsx')).rejects.toThrow();
    await away.close();
  });
});
