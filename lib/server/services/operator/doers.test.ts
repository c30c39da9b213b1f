import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { systemCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { createApiToken } from './api-tokens';
import { doersOf } from './doers';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

it('a token never goes by a name that could be that of a person', async () => {
  const name = uniqueName('Agnes Weber');
  const { id } = await createApiToken({ ctx: systemCtx(db), input: { name, role: 'auditor' } });
  expect((await doersOf(db, [id]))(id)).toEqual({ id, name: `${name} (API)` });
});
