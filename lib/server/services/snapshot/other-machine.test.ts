import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { listChanges } from '@/lib/server/services/change';
import { createEnrollmentToken, enrollHost } from '@/lib/server/services/enrollment';
import { allowReenroll, getHost } from '@/lib/server/services/host';
import { INSECURE } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { deliver, enrolledHost, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

// What another machine sends under a host's credential proves nothing of that host.

const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

type Words = { machineId?: string | null; hostname?: string };
const sendsAt = (host: TestHost, minute: number, said: Words = {}, hgsClient?: unknown) =>
  deliver(db, host, {
    receivedAt: minutesAfter(minute),
    snapshots: [snapshotAt(host, minutesAfter(minute), { sequence: minute + 1, hgsClient, host: said })],
  });

const readAt = (host: TestHost, minute: number, at: Date | null = null) =>
  getHost({ ctx: systemCtx(db, minutesAfter(minute)), input: { id: host.hostId, at } });

describe('a snapshot of another machine than the one that was enrolled', () => {
  it('is never green, and says which machine sent it', async () => {
    const host = await enrolledHost(db, NOON);
    const machineId = randomUUID();
    await sendsAt(host, 0, {}, INSECURE);
    expect(await sendsAt(host, 5, { machineId: machineId.toUpperCase(), hostname: 'HV-COPY' })).toMatchObject(
      [{ outcome: 'stored' }],
    );
    expect(await readAt(host, 6)).toMatchObject({
      state: 'Unknown',
      attestationStatus: 'Passed',
      cause: ['OtherMachine'],
      verdict: { code: 'otherMachine' },
      otherMachine: { enrolled: { hostname: host.hostname, machineId: host.machineId }, sent: { machineId } },
    });
    // The one that was enrolled goes on in between.
    await sendsAt(host, 10, {}, INSECURE);
    expect(await readAt(host, 11)).toMatchObject({
      state: 'InsecureHostConfiguration',
      cause: ['SecureBootSettings', 'BitLocker'],
      otherMachine: null,
    });
    const past = await readAt(host, 11, minutesAfter(6));
    expect(past).toMatchObject({ state: 'Unknown', cause: ['OtherMachine'], otherMachine: null });
    expect(past.host).toMatchObject({ machineId: machineId.toUpperCase() });
  });

  it('is one change of its host, however often it sends', async () => {
    const host = await enrolledHost(db, NOON);
    const machineId = randomUUID();
    for (const minute of [0, 5, 10]) {
      await sendsAt(host, minute);
      await sendsAt(host, minute + 2, { machineId });
    }
    const ctx = systemCtx(db, minutesAfter(20));
    const query = { ...defaultChangeQuery(), limit: 100 };
    const { changes } = await listChanges({ ctx, input: query });
    expect(
      changes.filter(({ kind, hostId }) => kind === 'otherMachine' && hostId === host.hostId),
    ).toMatchObject([{ kind: 'otherMachine', from: host.machineId, to: machineId }]);
  });

  it.each([
    ['no machine id', null],
    ['a filler', '00000000-0000-0000-0000-000000000000'],
    ['a vendor’s filler', '03000200-0400-0500-0006-000700080009'],
    ['the enrolled one in other letters', 'itself'],
  ])('is not one with %s', async (_what, said) => {
    const host = await enrolledHost(db, NOON);
    await sendsAt(host, 0, { machineId: said === 'itself' ? `{${host.machineId.toUpperCase()}}` : said });
    expect(await readAt(host, 1)).toMatchObject({ state: 'Passed', otherMachine: null });
  });

  it('is one of the host itself once it enrolled again with another mainboard', async () => {
    const host = await enrolledHost(db, NOON);
    const machineId = randomUUID();
    await sendsAt(host, 0);
    await sendsAt(host, 5, { machineId });
    expect(await readAt(host, 6)).toMatchObject({ state: 'Unknown' });

    const ctx: Ctx = systemCtx(db, minutesAfter(7));
    await allowReenroll({ ctx, input: { id: host.hostId } });
    const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
    const { token } = await createEnrollmentToken({ ctx, input: { fabric: fabricId } });
    const { hostname, fqdn } = host;
    await enrollHost({
      ctx: { ...ctx, actor: { kind: 'anonymous' } },
      input: { hostname, fqdn, machineId, agentVersion: '1.2.0' },
      token,
      settings: {
        serverEpoch: randomUUID(),
        reportIntervalSeconds: INGEST_SETTINGS.reportIntervalSeconds,
      },
    });
    const again = { ...host, machineId, enrollment: 2 };
    // The very content that was judged as another machine's.
    await sendsAt(again, 10);
    expect(await readAt(again, 11)).toMatchObject({ state: 'Passed', cause: [], otherMachine: null });
  });
});
