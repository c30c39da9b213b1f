import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx, tokenCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { createReport, getFramework, importFramework, listFrameworks, removeFramework } from '.';
import { makeContent } from './make-content';

let db: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  isReady = prepareQueue(pools.jobsPool);
});

const newKey = () => uniqueName('nis2').toLowerCase();
const fileOf = (framework: string, changed: object = {}) => ({
  framework,
  name: 'NIS 2',
  version: '2022/2555',
  controls: 10,
  counted: { en: 'The ten measures of article 21.', fr: 'Les dix mesures de l’article 21.' },
  source: 'Our auditor',
  reviewedBy: 'Ada',
  reviewedAt: '2026-11-24',
  mappings: [
    {
      control: '21.2.h',
      title: { en: 'Encryption', fr: 'Chiffrement' },
      relation: 'supports',
      checks: ['BitLocker'],
      causes: [],
      reason: 'Disks are encrypted.',
    },
  ],
  ...changed,
});
const bring = (file: object) =>
  importFramework({ ctx: systemCtx(db), input: { text: JSON.stringify(file), lang: 'en' } });
const order = (frameworks: string[]) => ({
  ...({ kind: 'moment', timeZone: 'Europe/Paris', lang: 'fr', frameworks } as const),
});

describe('a framework of a customer', () => {
  it('is brought, listed, shown, brought anew and taken away, each of it audited', async () => {
    const key = newKey();
    const row = {
      framework: key,
      name: 'NIS 2',
      version: '2022/2555',
      controls: 10,
      touched: 1,
      isOwn: false,
      source: 'Our auditor',
      reviewedBy: 'Ada',
      reviewedAt: '2026-11-24',
    };
    expect(await bring(fileOf(key))).toEqual(row);
    await bring(fileOf(key, { version: '2' }));
    const { frameworks } = await listFrameworks({ ctx: tokenCtx(db, { fabrics: [], role: 'auditor' }) });
    expect(frameworks.slice(0, 2).map(({ isOwn }) => isOwn)).toEqual([true, true]);
    expect(frameworks).toContainEqual({ ...row, version: '2' });
    expect(await getFramework({ ctx: systemCtx(db), input: { key } })).toEqual(fileOf(key, { version: '2' }));
    await removeFramework({ ctx: systemCtx(db), input: { key } });
    await expect(getFramework({ ctx: systemCtx(db), input: { key } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(removeFramework({ ctx: systemCtx(db), input: { key } })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: key } });
    expect(entries.map(({ action }) => action)).toEqual([
      'framework.removed',
      'framework.imported',
      'framework.imported',
    ]);
  });

  it('is refused where it is not whole, and where its name is one of the product’s', async () => {
    const key = newKey();
    await expect(bring(fileOf(key, { controls: 0, mappings: [] }))).rejects.toMatchObject({
      code: 'invalid_value',
      message: expect.stringMatching(/^controls: .*\nmappings: /),
    });
    await expect(bring(fileOf('iso-27001-2022'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      removeFramework({ ctx: systemCtx(db), input: { key: 'iso-27001-2022' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is brought and taken away by administrators alone', async () => {
    const ctx = tokenCtx(db, { fabrics: 'all', role: 'operator' });
    const denied = { code: 'forbidden' };
    await expect(importFramework({ ctx, input: { text: '', lang: 'en' } })).rejects.toMatchObject(denied);
    await expect(removeFramework({ ctx, input: { key: 'x' } })).rejects.toMatchObject(denied);
    const viewer = tokenCtx(db, { fabrics: 'all', role: 'viewer' });
    await expect(listFrameworks({ ctx: viewer })).rejects.toMatchObject(denied);
    await expect(getFramework({ ctx: viewer, input: { key: 'x' } })).rejects.toMatchObject(denied);
  });

  it('does not keep the others from being read when the product no longer takes it', async () => {
    const [broken, whole] = [newKey(), newKey()];
    await bring(fileOf(whole));
    await db.framework.create({
      data: { key: broken, definition: { framework: broken }, addedAt: new Date() },
    });
    const { frameworks } = await listFrameworks({ ctx: systemCtx(db) });
    const keys = frameworks.map(({ framework }) => framework);
    expect(keys).toContain(whole);
    expect(keys).not.toContain(broken);
  });
});

describe('a report', () => {
  it('has the frameworks that it was asked for with, in its language, and none otherwise', async () => {
    await isReady;
    const key = newKey();
    await bring(fileOf(key));
    const contentWith = (frameworks: string[]) =>
      makeContent({
        ctx: systemCtx(db),
        input: {
          ...{ id: '019ab000-0000-7000-8000-000000000001', number: 'R-2026-11-24-01', title: '' },
          ...{ kind: 'moment', at: new Date(), filter: { q: { include: [key], exclude: [] } } },
          ...{ lang: 'fr', timeZone: 'UTC', generatedBy: '', frameworks },
        },
      });
    const { frameworks } = await contentWith([key, 'nist-800-53-r5']);
    expect(frameworks.map((each) => [each.key, each.touched, each.controls])).toEqual([
      [key, 1, 10],
      ['nist-800-53-r5', 11, 1007],
    ]);
    expect(frameworks[0]).toMatchObject({
      counted: 'Les dix mesures de l’article 21.',
      results: [{ title: 'Chiffrement', state: 'notDetermined', source: 'Our auditor', reviewedBy: 'Ada' }],
    });
    expect(frameworks[1]?.results[0]?.source).toBe('notre lecture');
    expect((await contentWith([])).frameworks).toEqual([]);
  });

  it('is not asked for with a framework that is not there', async () => {
    await isReady;
    await expect(
      createReport({ ctx: systemCtx(db), input: order(['nist-800-53-r5', 'nist']) }),
    ).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/frameworks/1',
      message: expect.stringMatching(
        /^There is no framework "nist"; there are nist-800-53-r5, iso-27001-2022/,
      ),
    });
  });
});
