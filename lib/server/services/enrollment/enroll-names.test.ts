import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { hostNames } from '@/test/support/agent-client';
import { usesDatabase } from '@/test/support/uses-database';
import { makeWorld, uniqueName, type World } from '@/test/support/world';
import { createSourceAuthenticator } from './authenticate';
import { enrollHost, enrollHosts } from './enroll';

const NOW = new Date();
const settings = { serverEpoch: randomUUID(), reportIntervalSeconds: 900 };

let db: DbRoot;
let world: World;
usesDatabase((opened) => {
  db = opened;
});
beforeEach(async () => {
  world = await makeWorld(db);
});

const ctxOf = (): Ctx => ({ actor: { kind: 'anonymous' }, db, now: NOW, requestId: uniqueName('request') });
const enroll = (input: ReturnType<typeof hostNames>, token: string, address = '192.0.2.1') =>
  enrollHost({ ctx: ctxOf(), input: { ...input, agentVersion: '1.0.0' }, token, settings, address });
const refused = (pointer: string) => ({ code: 'invalid_envelope', pointer });

describe('a second machine with the same machine id, before the first one reported', () => {
  it.each([false, true])(
    'is refused with the same token (allowReenroll: %s), and the first goes on',
    async (allowReenroll) => {
      const token = await world.enrollmentToken({ uses: 9, allowReenroll });
      const first = hostNames(uniqueName('HV'));
      const { hostId, credential } = await enroll(first, token);
      const clone = { ...hostNames(uniqueName('HV')), machineId: first.machineId };
      await expect(enroll(clone, token)).rejects.toMatchObject({ code: 'already_enrolled' });
      expect(await createSourceAuthenticator(db).authenticate(ctxOf(), credential)).toMatchObject({
        id: hostId,
      });
      // The same machine and name, whose reply was lost, gets its host again.
      expect(await enroll({ ...first, fqdn: `${first.fqdn.toUpperCase()}.` }, token)).toMatchObject({
        hostId,
      });
    },
  );
});

describe('a name that looks like another', () => {
  it.each([
    ['a trailing dot more', (fqdn: string) => `${fqdn}..`],
    ['another case', (fqdn: string) => fqdn.toUpperCase()],
    ['a Cyrillic letter', (fqdn: string) => fqdn.replace('e', '\u0435')],
    ['letters of full width', (fqdn: string) => fqdn.replace('hv', '\uff48\uff56')],
  ])('for %s is the same host', async (_what, like) => {
    const token = await world.enrollmentToken({ uses: 9 });
    const first = hostNames(uniqueName('HV'));
    await enroll(first, token);
    const other = { ...hostNames(uniqueName('HV')), fqdn: like(first.fqdn) };
    await expect(enroll(other, token)).rejects.toMatchObject({ code: 'already_enrolled' });
  });

  it.each([
    ['a character of no width', 'hv\u200b-01'],
    ['a mark that turns text round', 'hv\u202e-01'],
    ['a soft hyphen', 'hv\u00ad-01'],
    ['a control character', 'hv\u0007-01'],
    ['a variation selector', 'hv\ufe0f-01'],
    ['a space', 'hv 01'],
    ['an empty label', 'hv..example'],
    ['a leading dot', '.hv'],
    ['a slash', 'hv/01'],
    ['no letter or digit', '-'],
    ['a label without letter or digit', 'hv.--'],
  ])('for %s is refused, at the name that has it', async (_what, name) => {
    const token = await world.enrollmentToken({ uses: 9 });
    const names = hostNames(uniqueName('HV'));
    await expect(enroll({ ...names, fqdn: name }, token)).rejects.toMatchObject(refused('/fqdn'));
    await expect(enroll({ ...names, hostname: name }, token)).rejects.toMatchObject(refused('/hostname'));
    expect(await db.host.count({ where: { fabricId: world.fabric.id } })).toBe(0);
  });

  it.each(['HV_01', 'HÔTE-01', 'ホスト-01', 'сервер-01', '01'])(
    '%s is a name like any other',
    async (label) => {
      const token = await world.enrollmentToken({ uses: 1 });
      const names = {
        ...hostNames(uniqueName('HV')),
        hostname: label,
        fqdn: `${label}.${uniqueName('d')}.example`,
      };
      expect(await enroll(names, token)).toHaveProperty('hostId');
    },
  );
});

describe('a token of another fabric', () => {
  it('is told about few hosts of other fabrics, and the audit log records it', async () => {
    const theirs = Array.from({ length: 25 }, () => hostNames(uniqueName('HV')));
    const ours = await world.enrollmentToken({ uses: theirs.length });
    await enrollHosts({ ctx: ctxOf(), input: theirs, token: ours, settings });
    const other = await makeWorld(db);
    const token = await other.enrollmentToken({ uses: 99 });
    const codes: string[] = [];
    for (const names of theirs)
      await enroll({ ...names, machineId: randomUUID() }, token).catch((error: { code: string }) =>
        codes.push(error.code),
      );
    expect(codes).toHaveLength(25);
    expect(codes.slice(0, 20)).toEqual(Array(20).fill('already_enrolled'));
    expect(codes.slice(20)).toEqual(Array(5).fill('too_many_requests'));
    // Nor does it learn by what is enrolled which names are free.
    await expect(enroll(hostNames(uniqueName('HV')), token)).rejects.toMatchObject({
      code: 'too_many_requests',
    });
    // Whoever else holds the token enrols with it.
    expect(await enroll(hostNames(uniqueName('HV')), token, '192.0.2.2')).toHaveProperty('hostId');
    const { id } = await db.enrollmentToken.findFirstOrThrow({ where: { fabricId: other.fabric.id } });
    expect(
      await db.$queryRaw`SELECT times::int AS times FROM audit_fold WHERE action = 'host.enrollmentRefused'
      AND subject_id = ${id}`,
    ).toEqual([{ times: 20 }]);
  });
});
