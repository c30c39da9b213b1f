import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConnection, objection } from '@/lib/server/db/connect-checks';
import { inUtc, quoteIdentifier, withClient } from '@/lib/server/db/connection';
import { emptyDatabase, type TestDatabase } from '@/test/support/database';
import { startOptionsDropper } from '@/test/support/startup-parameter-dropper';

const sound = {
  role: 'guarded_fabric',
  version: '150020',
  zone: 'UTC',
  statement_ms: 30_000,
  plans: 'force_custom_plan',
  seqscan: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  checksums: 'on',
  connections: 97,
  standby: false,
};
const primary = { standbyAllowed: false, serves: true };

describe('objection', () => {
  it('has none to PostgreSQL 15 with its own defaults', () => {
    expect(objection(sound, primary)).toBeUndefined();
  });

  it.each([
    [{ version: '140999' }, 'is PostgreSQL 14, and 15 is the oldest that works: upgrade it, or use another'],
    [{ fsync: 'off' }, 'has fsync off, so that what was acknowledged could be lost: set fsync to on'],
    [{ full_page_writes: 'off' }, expect.stringContaining('set full_page_writes to on')],
    [{ synchronous_commit: 'off' }, expect.stringContaining('set synchronous_commit to on')],
    [{ zone: 'Asia/Kolkata' }, expect.stringContaining('(TimeZone is Asia/Kolkata)')],
    [{ statement_ms: 0 }, expect.stringContaining('(statement_timeout is 0)')],
    [{ statement_ms: 60_000 }, expect.stringContaining('(statement_timeout is 60000ms)')],
    [{ plans: 'auto' }, expect.stringContaining('(plan_cache_mode is auto)')],
    [{ standby: true }, 'is a read-only standby: give the address of the primary'],
  ])('objects to %o', (part, sentence) => {
    expect(objection({ ...sound, ...part }, primary)).toEqual(sentence);
  });

  it('asks of a role that only migrates, or listens, for the time zone alone', () => {
    const settings = { ...sound, statement_ms: 0, plans: 'auto' };
    expect(objection(settings, { ...primary, serves: false })).toBeUndefined();
  });

  it('takes a standby for reads', () => {
    expect(objection({ ...sound, standby: true }, { ...primary, standbyAllowed: true })).toBeUndefined();
  });
});

describe('checkConnection', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await emptyDatabase();
    const name = quoteIdentifier(database.name);
    await withClient(database.adminUrl, (client) =>
      client.query(`ALTER DATABASE ${name} SET TimeZone TO 'Asia/Kolkata'`),
    );
  });
  afterAll(() => database.drop());

  /** The test cluster has fsync off: whoever gets that far was asked everything before it. */
  const passedZone = /has fsync off/;
  const check = (url: string) => checkConnection('DATABASE_URL', url);

  function changed(change: (url: URL) => void): string {
    const url = new URL(database.runtimeUrl);
    url.search = '';
    change(url);
    return url.href;
  }

  it('works in UTC on a database whose own zone is another', async () => {
    await expect(check(changed(() => undefined))).rejects.toThrow(passedZone);
    const zone = await withClient(inUtc(database.runtimeUrl), (client) =>
      client.query("SELECT '2026-11-25T12:00:00Z'::timestamptz::text AS noon"),
    );
    expect(zone.rows).toEqual([{ noon: '2026-11-25 12:00:00+00' }]);
  });

  it('lets UTC win over a zone that the address brings', async () => {
    const url = changed(({ searchParams }) => searchParams.set('options', '-c TimeZone=Asia/Tokyo'));
    await expect(check(url)).rejects.toThrow(passedZone);
  });

  /** The address through a pooler, and what it takes to open one more connection there. */
  async function throughDropper(work: (address: string) => Promise<void>): Promise<void> {
    const dropper = await startOptionsDropper(changed(() => undefined));
    try {
      await work(dropper.address);
    } finally {
      await dropper.close();
    }
  }

  it('notices a pooler that drops our options, each setting that is lost by it, and says what sets it', () =>
    throughDropper(async (address) => {
      await expect(check(address)).rejects.toThrow(/ drops start-up options, .*TimeZone is Asia\/Kolkata\)/);
      const serving = () => checkConnection('DATABASE_URL', address, { serves: true });
      const sentence: unknown = await serving().catch((error: unknown) => error);
      expect(String(sentence)).toMatch(
        /\(TimeZone is Asia\/Kolkata, statement_timeout is 0, plan_cache_mode is auto\): let it pass "options", or run ALTER/,
      );
      const [, advice = ''] = / or run (.*)$/.exec(String(sentence)) ?? [];
      const within = quoteIdentifier(database.name);
      // Other tests use the role, so the settings are those of this database alone.
      for (const statement of advice.split('; '))
        await withClient(database.adminUrl, (client) =>
          client.query(statement.replace(' SET ', ` IN DATABASE ${within} SET `)),
        );
      await expect(serving()).rejects.toThrow(passedZone);
    }));

  it.each([
    ['a closed port', { port: '1' }, /nothing listens there/],
    ['a wrong password', { password: 'wrong' }, /refused the user or the password/],
    ['an unknown database', { pathname: '/nowhere' }, /that database does not exist/],
    ['an unknown host', { hostname: 'nowhere.invalid' }, /host name/],
  ])('says what to do about %s, and keeps the password to itself', async (_, parts, sentence) => {
    const url = changed((address) => Object.assign(address, parts));
    const error: unknown = await check(url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'startup_error', sentences: [expect.stringMatching(sentence)] });
    expect(String(error)).not.toContain(new URL(url).password);
  });
});
