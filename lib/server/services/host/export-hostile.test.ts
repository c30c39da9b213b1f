import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { insertFleet, type ProfileSpec } from '@/test/support/fleet';
import { readExport } from '@/test/support/read-export';
import { stringifiedCsv } from '@/test/support/stringified-csv';
import { usesDatabase } from '@/test/support/uses-database';
import { exportHosts } from './export';
import { listHosts } from './list';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

const NOW = new Date('2026-11-24T10:00:00.000Z');
/** Times whose last digits PostgreSQL leaves away. */
const MOMENTS = ['09:50:00.000', '09:51:00.100', '09:52:00.120', '09:53:00.123'];

const HOSTILE = ['"', '""', 'a"b', 'a\nb', '\r\n', 'a,b', 'a;b', "'", '\\', '\\.', '\\N', ' ', '', 'NULL'];
const RUN = ['=1+1', '+1', '-1', '@A1', '\t=1', '\n=1', '＝1', '－1', '-"x",;\r\n'];
const UNSEEN = ['\u001b[31m', '\u202eabc', '\u200b', '\u0001\u0008', '\ufeff', '\u{1f600}', 'é', '\u2028'];
const TEXTS = [...HOSTILE, ...RUN, ...UNSEEN];

const profileOf = (text: string): ProfileSpec => ({
  id: uuid(),
  hostname: `${text}h`,
  ...{
    fqdn: text,
    cluster: text,
    os: text,
    model: text,
    firmwareVersion: text,
    tpm: text,
    agentVersion: text,
    osVersion: text,
  },
  riskFlags: ['fallbackInUse'],
  bootStage: 'notStarted',
  ...{
    mode: 'Tpm',
    judgedState: 'InsecureHostConfiguration',
    attestationStatus: 'InsecureHostConfiguration',
  },
  ...{ failingChecks: [text, text], causes: [text] },
});

const item = (text: string, index: number) => ({
  observedAt: new Date(`2026-11-24T${MOMENTS[index % MOMENTS.length]}Z`),
  intervalSeconds: 900,
  vms: index % 3 === 0 ? null : index,
  clockOffsetMs: [null, 0, -1, 1500, -123_456_789][index % 5] ?? null,
  late: false,
  profile: profileOf(text),
});

async function insertHostile(): Promise<Ctx> {
  const fabric = { id: uuid(), name: '=P"A;R,' };
  const enrolledAt = new Date('2026-11-24T09:00:00.000Z');
  const hostOf = (owner: string, items: ReturnType<typeof item>[]) => ({
    id: uuid(),
    ...{ enrolledHostname: `n${owner}`, enrolledFqdn: owner, enrolledAt, retiredAt: null, items },
    assignments: [{ id: uuid(), validFrom: enrolledAt, fabricId: fabric.id, owner }],
  });
  const hosts = TEXTS.flatMap((text, index) => [hostOf(text, [item(text, index)]), hostOf(text, [])]);
  await insertFleet(db, { fabrics: [fabric], hosts, exceptions: [], acknowledgements: [] });
  return { actor: { kind: 'system', id: 'cli' }, db, now: NOW, requestId: 'test' };
}

/** Byte for byte what a library writes of what the list answers, which takes another way. */
async function expectSameFiles(ctx: Ctx, at: Date | null): Promise<void> {
  const query = { ...defaultHostQuery(), at };
  const { hosts } = await listHosts({ ctx, input: { ...query, limit: 500 } });
  expect(hosts).toHaveLength(2 * TEXTS.length);
  for (const lang of ['en', 'fr'] as const) {
    const file = await readExport(exportHosts({ ctx, input: { ...query, format: 'csv', lang } }));
    expect(file.toString()).toBe(stringifiedCsv(hosts, lang));
  }
}

describe('a CSV of hostile hosts', () => {
  it('is the list, whether hosts are judged anew, out of the read model, or out of history', async () => {
    const ctx = await insertHostile();
    await expectSameFiles(ctx, null);
    await keepFleet(db, NOW);
    await expectSameFiles(ctx, null);
    await expectSameFiles(ctx, NOW);
  });
});
