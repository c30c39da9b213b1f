import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '@/lib/server/audit/verify';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { hostNames } from '@/test/support/agent-client';
import { holdingLocks } from '@/test/support/holding-locks';
import { usesDatabase } from '@/test/support/uses-database';
import { makeWorld, uniqueName, type World } from '@/test/support/world';
import { createSourceAuthenticator } from './authenticate';
import { enrollHost, enrollHosts } from './enroll';
import { rotateCredential } from './rotate';

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
const names = () => ({ ...hostNames(uniqueName('HV')), agentVersion: '1.0.0' });
const tokenFor = (uses: number) => world.enrollmentToken({ uses });
const enroll = (input: ReturnType<typeof names>[], token: string) =>
  enrollHosts({ ctx: ctxOf(), input, token, settings });
const hostsOfWorld = () => db.host.count({ where: { fabricId: world.fabric.id } });

describe('enrollHosts', () => {
  it('makes each host as an enrolment of its own would, and answers in the order of the input', async () => {
    const input = [names(), names(), names()];
    const token = await tokenFor(4);
    const enrolled = await enroll(input, token);
    const single = await enrollHost({ ctx: ctxOf(), input: names(), token, settings });
    const rows = await db.host.findMany({
      where: { fabricId: world.fabric.id },
      include: { hostLive: true, hostAssignments: true, source: true },
    });
    expect(rows).toHaveLength(4);
    for (const [index, { hostId, credential, ...told }] of enrolled.entries()) {
      const row = rows.find(({ id }) => id === hostId);
      expect(row).toMatchObject({ enrolledHostname: input[index]?.hostname, enrolledAt: NOW });
      expect(row?.source).toMatchObject({ kind: 'host', enrollment: 1 });
      const { authenticate } = createSourceAuthenticator(db);
      expect(await authenticate(ctxOf(), credential)).toMatchObject({ id: hostId, enrollment: 1 });
      const { serverEpoch } = settings;
      expect(told).toEqual({ serverEpoch, serverTime: NOW.toISOString(), nextReportSeconds: 900 });
    }
    const shapes = rows.map(({ hostLive, hostAssignments }) => [
      hostLive?.toldInterval,
      hostAssignments.length,
    ]);
    expect(shapes).toEqual(Array.from({ length: 4 }, () => [900, 1]));
    expect(Object.keys(single).sort()).toEqual(Object.keys(enrolled[0] ?? {}).sort());
  });

  it('writes one entry for each host into the one chain', async () => {
    const enrolled = await enroll([names(), names()], await tokenFor(2));
    const entries = await db.auditEntry.findMany({
      where: { subjectId: { in: enrolled.map(({ hostId }) => hostId) } },
      orderBy: { sequence: 'asc' },
    });
    expect(entries.map(({ action, subjectId }) => [action, subjectId])).toEqual(
      enrolled.map(({ hostId }) => ['host.enrolled', hostId]),
    );
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });

  it('resumes those whose reply was lost beside those that are new, and spends no use on them', async () => {
    const [one, two, three] = [names(), names(), names()];
    const token = await tokenFor(3);
    const first = await enroll([one, two], token);
    const second = await enroll([two, three, one], token);
    expect(second.map(({ hostId }) => hostId)).toEqual([
      first[1]?.hostId,
      second[1]?.hostId,
      first[0]?.hostId,
    ]);
    expect(await hostsOfWorld()).toBe(3);
    const { authenticate } = createSourceAuthenticator(db);
    for (const { credential } of first)
      await expect(authenticate(ctxOf(), credential)).rejects.toMatchObject({ code: 'unauthorized' });
    for (const { credential, hostId } of second)
      expect(await authenticate(ctxOf(), credential)).toMatchObject({ id: hostId });
  });

  it('leaves one credential where a host renews the one that it has while it is resumed', async () => {
    const one = names();
    const token = await tokenFor(1);
    const [first] = await enroll([one], token);
    const actor = await createSourceAuthenticator(db).authenticate(ctxOf(), first?.credential ?? '');
    const isWaiting = async () => {
      const rows = await db.$queryRaw<unknown[]>`SELECT pid FROM pg_locks WHERE NOT granted`;
      return rows.length > 0;
    };
    const resumed = await holdingLocks(db, async (tx) => {
      await rotateCredential({ ctx: { ...ctxOf(), actor, db: tx }, serverEpoch: settings.serverEpoch });
      const resuming = enroll([one], token);
      await expect.poll(isWaiting).toBe(true);
      return { resuming };
    });
    await resumed.resuming;
    const open = await db.credential.findMany({ where: { sourceId: actor.id, endsAt: null } });
    expect(open.map(({ generation }) => generation)).toEqual([3]);
  });

  it('refuses all of them where one is refused, and leaves nothing behind', async () => {
    const token = await tokenFor(2);
    const first = names();
    const cases = [
      { input: [names(), names(), names()], code: 'invalid_token' },
      { input: [first, { ...names(), machineId: first.machineId }], code: 'already_enrolled' },
      { input: [first, { ...names(), fqdn: `${first.fqdn.toUpperCase()}.` }], code: 'already_enrolled' },
      { input: [names(), { ...names(), hostname: ' ', fqdn: '' }], code: 'invalid_envelope' },
    ];
    for (const { input, code } of cases) await expect(enroll(input, token)).rejects.toMatchObject({ code });
    await expect(enroll([names()], 'gfe_nonsense')).rejects.toMatchObject({ code: 'invalid_token' });
    await enroll([first], token);
    const again = { ...first, machineId: randomUUID() };
    await expect(enroll([names(), again], await tokenFor(9))).rejects.toMatchObject({
      code: 'already_enrolled',
    });
    expect(await hostsOfWorld()).toBe(1);
    const { used } = await db.enrollmentToken.findFirstOrThrow({
      where: { fabricId: world.fabric.id, uses: 2 },
    });
    expect(used).toBe(1);
  });
});
