import { expect, it } from 'vitest';
import type { Pools } from '@/lib/server/db/pools';
import { createPlan } from '@/lib/server/services/plan';
import { gfOn } from '@/test/support/gf';
import { planWorld } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';

let pools: Pools;
let runtimeUrl: string;
usesDatabase((_, opened, database) => {
  pools = opened;
  runtimeUrl = database.runtimeUrl;
});

const gf = gfOn(() => runtimeUrl);

it('lists plans, and shows one with its tasks and its file', async () => {
  const my = await planWorld(pools, ['BitLocker'], []);
  const input = { hosts: my.ids, name: 'Night', owner: null, lang: 'en' } as const;
  const { number, id } = await createPlan({ ctx: my.person, input });
  const [host = ''] = my.ids;
  const listed = await gf('plan', 'list', '--host', host, '--state', 'open');
  expect(listed.out.slice(1)).toEqual([expect.stringMatching(`^${number}\topen\tNight\t.*\t${id}$`)]);
  const shown = await gf('plan', 'show', number.toLowerCase());
  const column = (index: number) => shown.out.slice(1).map((line) => line.split('\t')[index]);
  expect([column(1), column(4)]).toEqual([
    ['fix', 'restart', 'uncovered'],
    ['todo', 'todo', 'passed'],
  ]);
  const script = await gf('plan', 'show', id, '--format', 'ps1', '--lang', 'fr');
  expect(script.out.join('\n')).toContain('Enable-BitLocker');
  expect(await gf('plan', 'show', 'RP-9999')).toMatchObject({ code: 1, out: [] });
  expect((await gf('plan', 'show', id, '--format', 'pdf')).code).toBe(1);
});
