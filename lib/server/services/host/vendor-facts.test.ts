import { expect, it } from 'vitest';
import own from '@/lib/domain/secure-boot/vendor-facts.json';
import type { DbRoot } from '@/lib/server/db/client';
import { systemCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { getVendorFacts, importVendorFacts, removeVendorFacts, secureBootOfFleet } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const FACT = { text: 'Said here.', source: 'A note', url: 'https://vendor.example', readOn: '2026-11-01' };

it('replaces facts of the product and adds to them, until they are removed', async () => {
  const ctx = systemCtx(db);
  const first = own[0]?.about ?? '';
  const brought = [
    { ...FACT, about: first },
    { ...FACT, about: 'M4' },
  ];
  const abouts = async () => (await getVendorFacts({ ctx })).map(({ about }) => about);
  await importVendorFacts({ ctx, input: { text: JSON.stringify(brought) } });
  expect(await abouts()).toEqual([...own.map(({ about }) => about), 'M4']);
  const { facts } = await secureBootOfFleet({ ctx, input: { filter: {}, at: null } });
  expect(facts[0]).toEqual({ ...brought[0], text: { en: 'Said here.', fr: 'Said here.' } });

  const broken = JSON.stringify([{ ...FACT, about: 'M5', url: 'nowhere' }]);
  await expect(importVendorFacts({ ctx, input: { text: broken } })).rejects.toMatchObject({
    message: expect.stringContaining('fact 1 (M5), url'),
  });
  const operator = personCtx(db);
  await expect(importVendorFacts({ ctx: operator, input: { text: '[]' } })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(removeVendorFacts({ ctx: operator })).rejects.toMatchObject({ code: 'forbidden' });
  await removeVendorFacts({ ctx });
  expect(await getVendorFacts({ ctx })).toEqual(own);
  await expect(removeVendorFacts({ ctx })).rejects.toMatchObject({ code: 'not_found' });
  const entries = await db.auditEntry.findMany({
    where: { subjectKind: 'vendorFacts' },
    orderBy: { sequence: 'asc' },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    'setting.vendorFactsImported',
    'setting.vendorFactsRemoved',
  ]);
});
