import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { createView } from '@/lib/server/services/view';
import { makeOperator } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { gfOn } from '@/test/support/gf';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';

let db: DbRoot;
let runtimeUrl: string;
usesDatabase((given, _, database) => {
  db = given;
  runtimeUrl = database.runtimeUrl;
});

const gf = gfOn(() => runtimeUrl);

async function keep(name: string, shared: boolean) {
  const { id } = await makeOperator(db, 'operator');
  const input = { name, page: 'hosts' as const, query: 'state=-Passed', columns: ['host', 'owner'], shared };
  return createView({ ctx: personCtx(db, { id }), input });
}

it('lists the views of everybody, shows one and removes it', async () => {
  const [own, shared] = [await keep(uniqueName('Own'), false), await keep(uniqueName('Shared'), true)];
  const listed = (await gf('view', 'list')).out.map((line) => line.split('\t'));
  expect(listed).toContainEqual([...[own.id, own.name, own.madeBy.name, 'private', '/hosts?state=-Passed']]);
  expect(listed.map(([id]) => id)).toContain(shared.id);
  expect((await gf('view', 'show', own.name)).out).toContain('columns\thost owner');
  expect(await gf('view', 'remove', own.name)).toMatchObject({ code: 0, out: [own.id] });
  expect(await gf('view', 'show', own.id)).toMatchObject({ code: 1, out: [] });
});

it('asks for the id where several have the name', async () => {
  const name = uniqueName('Night');
  const made = [await keep(name, false), await keep(name, true)];
  const { code, err } = await gf('view', 'remove', name);
  expect(code).toBe(1);
  for (const { id } of made) expect(err.join()).toContain(id);
});
