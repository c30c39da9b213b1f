import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { ensureInstallation } from '@/lib/server/services/system';
import { gfOn } from '@/test/support/gf';
import { usesDatabase } from '@/test/support/uses-database';

let db: DbRoot;
let runtimeUrl: string;
usesDatabase((given, _, database) => {
  db = given;
  runtimeUrl = database.runtimeUrl;
});

const gf = (argv: string[], environment: Record<string, string> = {}) =>
  gfOn(() => runtimeUrl, { environment })(...argv);

it('refuses to set anything before a server has made the database its own', async () => {
  const { code, err } = await gf(['setting', 'change', '--retention', '400']);
  expect([code, err.join()]).toEqual([1, expect.stringContaining('start the server once')]);
});

it('sets the interval and the retention, and brings back what they are as they come', async () => {
  await ensureInstallation(db, new Date());
  const changed = await gf(['setting', 'change', '--interval', '300', '--retention', '400']);
  const rows = ({ out }: { out: string[] }) => out.slice(1).map((line) => line.split('\t').slice(0, 4));
  expect(rows(changed)).toEqual([
    ['interval', '300', 'seconds', 'stored'],
    ['retention', '400', 'days', 'stored'],
  ]);
  await gf(['setting', 'change', '--interval', 'usual']);
  expect(rows(await gf(['setting', 'list'], { GF_RETENTION_DAYS: '30' }))).toEqual([
    ['interval', '900', 'seconds', 'default'],
    ['retention', '30', 'days', 'environment'],
  ]);
});

it('says what is wrong with a value, and which variable holds one', async () => {
  expect((await gf(['setting', 'change'])).code).toBe(2);
  expect((await gf(['setting', 'change', '--interval', '5m'])).code).toBe(2);
  expect((await gf(['setting', 'change', '--retention', '5'])).err.join()).toContain('must be at least 10');
  const held = await gf(['setting', 'change', '--retention', '60'], { GF_RETENTION_DAYS: '30' });
  expect([held.code, held.err.join()]).toEqual([1, expect.stringContaining('GF_RETENTION_DAYS')]);
});
