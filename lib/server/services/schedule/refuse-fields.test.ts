import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { createFabric } from '@/lib/server/services/fabric';
import { systemCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { createSchedule, updateSchedule } from '.';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const mail = { isConfigured: false, from: null, domains: null, files: false };
const about = (filter: string) => ({ report: { kind: 'moment' as const, lang: 'en' as const, filter } });

it('is refused for a fabric that is none, with the names of those that one sees', async () => {
  const make = () => createFabric({ ctx: systemCtx(db), input: { name: uniqueName('Fabric') } });
  const [mine, others] = [await make(), await make()];
  const ctx = personCtx(db, { role: 'auditor', fabrics: [mine.id] });
  const create = (filter: string) => {
    const rhythm = { every: 'day' as const, at: '07:00', timeZone: 'UTC' };
    return createSchedule({ ctx, mail, input: { name: uniqueName('Daily'), ...rhythm, ...about(filter) } });
  };
  for (const name of ['PAR-Prodd', others.name])
    await expect(create(`fabric=${mine.name}&fabric=-${name}`)).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/report/filter',
      message: `No fabric is called "${name}". There are ${mine.name}.`,
    });
  const { id } = await create(`fabric=${mine.id}`);
  const change = (filter: string) => updateSchedule({ ctx, mail, input: { id, ...about(filter) } });
  await expect(change('fabric=PAR-Prodd')).rejects.toMatchObject({ pointer: '/report/filter' });
  expect((await change(`fabric=${mine.name}`)).report.filter).toBe(`fabric=${mine.name}`);
});

it('is refused for a recipient whose domain this server was not told, with those that it was', async () => {
  const ctx = personCtx(db, { role: 'auditor', fabrics: 'all' });
  const create = (recipients: string[]) =>
    createSchedule({
      ctx,
      mail: { isConfigured: true, from: 'fabric@mail.example', domains: ['fab.example'], files: false },
      input: {
        ...about(''),
        name: uniqueName('Daily'),
        ...{ every: 'day' as const, at: '07:00', timeZone: 'UTC', recipients },
      },
    });
  await expect(create(['claire@fab.example', 'x@evil.example'])).rejects.toMatchObject({
    code: 'invalid_value',
    pointer: '/recipients',
    message: expect.stringMatching(/x@evil\.example.*fab\.example.*GF_MAIL_DOMAINS/),
  });
  expect((await create(['claire@fab.example'])).recipients).toEqual(['claire@fab.example']);
});
