import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WINDOW_DAYS } from '@/lib/domain/retention';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { hostTimeline } from '@/lib/server/services/history';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import {
  deliver,
  delivery,
  enrolledHost,
  INGEST_SETTINGS,
  snapshotAt,
  type TestHost,
} from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { getHost } from './get';

const ENROLLED_AT = new Date('2026-11-23T22:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const ctxAt = (now: Date): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db,
  now,
  requestId: randomUUID(),
});

const bitLocker = (protectionStatus: string, volumeStatus: string) => ({
  bitLocker: { status: 'ok', value: { mountPoint: 'C:', protectionStatus, volumeStatus } },
});
const UNPROTECTED = bitLocker('Off', 'FullyDecrypted');
const PROTECTED = bitLocker('On', 'FullyEncrypted');

/** One prompt snapshot, `minutes` after the enrolment. */
async function send(host: TestHost, minutes: number, words: Parameters<typeof snapshotAt>[2]): Promise<void> {
  const [result] = await deliver(ingest, host, {
    receivedAt: after(minutes),
    snapshots: [snapshotAt(host, after(minutes), { sequence: minutes, ...words })],
  });
  expect(result).toMatchObject({ outcome: 'stored' });
}

const get = (host: TestHost, now: number, at: number | null = null) =>
  getHost({ ctx: ctxAt(after(now)), input: { id: host.hostId, at: at === null ? null : after(at) } });

const checkOf = async (host: TestHost, now: number, at: number | null = null) =>
  (await get(host, now, at)).checks.find(({ check }) => check === 'BitLocker');

describe('getHost', () => {
  it('says whether Windows sees an IOMMU, and null where the host does not', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    expect((await get(host, 1)).seesIommu).toBeNull();
    const value = { availableSecurityProperties: [1, 2] };
    await send(host, 2, { facts: { deviceGuard: { status: 'ok', value } } });
    expect((await get(host, 3)).seesIommu).toBe(false);
  });

  it('shows a host that never sent a snapshot', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    expect(await get(host, 5)).toMatchObject({
      hostname: host.hostname,
      fqdn: host.fqdn,
      state: 'Silent',
      reporting: 'never',
      attestationStatus: null,
      since: ENROLLED_AT.toISOString(),
      lastObservedAt: null,
      hgsClient: null,
      facts: null,
      verdict: { code: 'never' },
    });
  });

  it('says why the HGS client could not be read, and keeps the reason whole', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const hgsClient = { attestationStatus: null, attestationStatusCode: null, readError: 'Accès refusé.' };
    await send(host, 15, { hgsClient });
    const shown = await get(host, 16);
    expect(shown).toMatchObject({ state: 'Unknown', cause: ['UnreadableStatus'], hgsClient });
    expect(shown.verdict).toMatchObject({ code: 'clientNotRead', params: { reason: 'Accès refusé.' } });
    expect(shown.verdict.text).toContain('could not read its HGS client (“Accès refusé.”)');
  });

  it('says what a check rests on and the host could not read', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const denied = { status: 'failed', reason: 'Accès refusé.' };
    await send(host, 15, { hgsClient: PASSED, facts: { bitLocker: denied } });
    expect(await checkOf(host, 16)).toMatchObject({
      result: 'ok',
      evidenceDisagrees: false,
      unread: [{ fact: 'bitLocker', ...denied }],
    });
  });

  it('dates the last synchronisation of a clock by the snapshot that said it, which is not the newest', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const syncedAt = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000).toISOString();
    const clock = (minutes: number) => ({
      status: 'ok',
      value: { source: 'dc01', syncedAt: syncedAt(minutes) },
    });
    await send(host, 15, { hgsClient: PASSED, bootedAt: ENROLLED_AT, facts: { clock: clock(5) } });
    await send(host, 30, { hgsClient: PASSED, bootedAt: ENROLLED_AT, facts: { clock: clock(25) } });
    const { prerequisites } = await get(host, 31);
    expect(prerequisites.find(({ prerequisite }) => prerequisite === 'clockInSync')?.evidence).toMatchObject([
      { label: 'clockOffsetSeconds' },
      { label: 'Source', seen: 'dc01' },
      { seen: syncedAt(5), moment: { at: syncedAt(5), toldAt: syncedAt(15) } },
    ]);
  });

  it('says which snapshot its events are of: newer ones that differ in them alone are not stored', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    expect((await get(host, 1)).toldAt).toBeNull();
    const logged = (minutes: number) => ({
      status: 'ok',
      value: { kinds: ['1008/2'], events: [{ at: after(minutes), id: 1008 }] },
    });
    await send(host, 15, { hgsClient: INSECURE, bootedAt: ENROLLED_AT, facts: { hgsEvents: logged(5) } });
    await send(host, 2_895, {
      hgsClient: INSECURE,
      bootedAt: ENROLLED_AT,
      facts: { hgsEvents: logged(2_885) },
    });
    const { toldAt, lastObservedAt, facts } = await get(host, 2_896);
    expect({ toldAt, lastObservedAt }).toEqual({
      toldAt: after(15).toISOString(),
      lastObservedAt: after(2_895).toISOString(),
    });
    expect(facts).toMatchObject({ hgsEvents: { value: { events: [{ at: after(5).toISOString() }] } } });
  });

  it('reads what its last diagnostics said', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE });
    expect((await get(host, 16)).diagnostics).toBeNull();
    const text = 'Overall Result: Fail\n    HV: Fail\n        BitLocker: Fail';
    await send(host, 30, { hgsClient: INSECURE, facts: { diagnostics: { status: 'ok', value: { text } } } });
    expect((await get(host, 31)).diagnostics).toEqual({
      overall: 'Fail',
      pointAt: ['BitLocker'],
      knownFalse: null,
    });
  });

  it('shows the newest document as it was sent, unknown fields too', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, {
      hgsClient: { ...INSECURE, surprise: 'kept \0' },
      facts: { ...UNPROTECTED, new: 1 },
    });
    const shown = await get(host, 16);
    expect(shown).toMatchObject({
      state: 'InsecureHostConfiguration',
      cause: ['SecureBootSettings', 'BitLocker'],
      hgsClient: { surprise: 'kept \0' },
      facts: { new: 1 },
      agent: { version: '1.0.0' },
      verdict: { code: 'insecure' },
    });
    expect(shown.checks.find(({ check }) => check === 'BitLocker')).toMatchObject({
      result: 'failing',
      evidence: expect.arrayContaining([expect.objectContaining({ agrees: false })]),
    });
  });

  it('says that a restart is pending once evidence has turned right after the last boot', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE, facts: UNPROTECTED });
    expect(await checkOf(host, 16)).toMatchObject({ result: 'failing', restartPending: false });
    await send(host, 30, { hgsClient: INSECURE, facts: PROTECTED });
    expect(await checkOf(host, 31)).toMatchObject({ result: 'failing', restartPending: true });
  });

  it('claims no pending restart for evidence that was never seen wrong', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE, facts: PROTECTED });
    expect(await checkOf(host, 16)).toMatchObject({ result: 'failing', restartPending: false });
  });

  it('keeps saying so, however many contents followed', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE, facts: UNPROTECTED });
    for (let minutes = 16; minutes < 76; minutes++)
      await send(host, minutes, { hgsClient: INSECURE, facts: { ...PROTECTED, chatter: minutes } });
    expect(await checkOf(host, 76)).toMatchObject({ result: 'failing', restartPending: true });
  });

  it('claims none once the host has booted with the evidence right', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE, facts: UNPROTECTED });
    await send(host, 30, { hgsClient: INSECURE, facts: PROTECTED });
    await send(host, 45, { hgsClient: INSECURE, facts: PROTECTED, bootedAt: after(40) });
    expect(await checkOf(host, 46)).toMatchObject({ result: 'failing', restartPending: false });
  });

  it('shows for an earlier time what the host said then', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE, facts: UNPROTECTED });
    await send(host, 30, { hgsClient: PASSED, facts: PROTECTED });
    await send(host, 45, { hgsClient: INSECURE, facts: UNPROTECTED });
    const then = await get(host, 46, 35);
    expect(then).toMatchObject({ state: 'Passed', hgsClient: PASSED, facts: PROTECTED });
    expect(then.asOf).toBe(after(35).toISOString());
    expect(await get(host, 46, 20)).toMatchObject({ hgsClient: INSECURE, since: after(15).toISOString() });
  });

  it('goes on showing for an earlier time what it did, whatever the host is told and refused since', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: INSECURE });
    await deliver(ingest, host, { receivedAt: after(20), snapshots: [{ snapshotId: 'broken' }] });
    const before = await get(host, 25, 25);
    expect(before).toMatchObject({ lastRejection: { at: after(20).toISOString() } });
    await deliver(ingest, host, { receivedAt: after(30), snapshots: [{ snapshotId: 'broken too' }] });
    const snapshots = [snapshotAt(host, after(45), { host: { hostname: 'RENAMED' } })];
    const settings = { ...INGEST_SETTINGS, reportIntervalSeconds: 3_600 };
    await ingestBatch(ingest, [delivery(host, { receivedAt: after(45), snapshots })], settings);
    expect(await get(host, 200, 25)).toEqual(before);
  });

  it('says of an earlier time neither that the host is locked nor that it is over its limit now', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: PASSED });
    const before = await get(host, 25, 25);
    const { hostId } = host;
    await db.source.update({ where: { id: hostId }, data: { lockedAt: after(60) } });
    await db.hostLive.update({ where: { hostId }, data: { overLimitSince: after(50) } });
    // Silent by now, and nothing of it was refused: it has not sent since.
    expect(await get(host, 200)).toMatchObject({
      verdict: { code: 'locked' },
      lockedAt: after(60).toISOString(),
      overLimitSince: after(50).toISOString(),
    });
    expect(await get(host, 200, 25)).toEqual(before);
  });

  it('says when the credential that a host uses was issued, and that its agent did not renew it', async () => {
    const day = 24 * 60;
    const host = await enrolledHost(db, ENROLLED_AT);
    const { hostId } = host;
    await db.credential.deleteMany({ where: { sourceId: hostId } });
    const issue = (generation: number, createdAt: Date, firstUsedAt: Date | null) =>
      db.credential.create({
        data: {
          id: randomUUID(),
          sourceId: hostId,
          enrollment: 1,
          generation,
          hash: randomBytes(32),
          createdAt,
          firstUsedAt,
        },
      });
    expect(await get(host, 0)).toMatchObject({ credential: null });
    await issue(1, after(0), after(1));
    await send(host, 31 * day, { hgsClient: PASSED });
    const issuedAt = after(0).toISOString();
    expect(await get(host, 31 * day)).toMatchObject({ credential: { issuedAt, isRenewalOverdue: false } });
    await send(host, 32 * day, { hgsClient: PASSED });
    const overdue = { credential: { issuedAt, isRenewalOverdue: true } };
    expect(await get(host, 32 * day)).toMatchObject(overdue);
    // Its reply was lost, so that nobody has it.
    await issue(2, after(31 * day), null);
    expect(await get(host, 32 * day)).toMatchObject(overdue);
    expect(await get(host, 40 * day)).toMatchObject({ credential: { issuedAt, isRenewalOverdue: false } });
    expect(await get(host, 32 * day, 31 * day)).toMatchObject({ credential: null });
  });

  it('says that a host is over its limit for as long as what it keeps can still be too much', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const { hostId } = host;
    await db.hostLive.update({ where: { hostId }, data: { overLimitSince: after(0) } });
    const window = WINDOW_DAYS * 24 * 60;
    expect(await get(host, window - 1)).toMatchObject({ overLimitSince: after(0).toISOString() });
    expect(await get(host, window)).toMatchObject({ overLimitSince: null });
  });

  it('answers for now out of history as it does live, from what ingest wrote', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await send(host, 15, { hgsClient: PASSED });
    // Over midnight, then a rejection.
    await send(host, 121, { hgsClient: PASSED });
    await send(host, 130, { hgsClient: INSECURE });
    await deliver(ingest, host, { receivedAt: after(140), snapshots: [{ snapshotId: 'broken' }] });
    const now = ctxAt(after(700));
    const live = await getHost({ ctx: now, input: { id: host.hostId, at: null } });
    const past = await getHost({ ctx: now, input: { id: host.hostId, at: after(700) } });
    expect(past).toEqual({ ...live, toldIntervalSeconds: null });
    expect(live).toMatchObject({
      state: 'Silent',
      reporting: 'faulty',
      since: after(140).toISOString(),
      lastObservedAt: after(130).toISOString(),
      lastRejection: { at: after(140).toISOString() },
      attestationStatus: 'InsecureHostConfiguration',
    });
  });
});

describe('hostTimeline', () => {
  it('tells runs over midnight, unverified time and events', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    for (const minutes of [90, 110, 130, 145]) await send(host, minutes, { hgsClient: PASSED });
    await send(host, 160, { hgsClient: INSECURE });
    await deliver(ingest, host, { receivedAt: after(175), snapshots: [{ snapshotId: 'broken' }] });
    const input = { id: host.hostId, from: null, to: null, at: null };
    const timeline = await hostTimeline({ ctx: ctxAt(after(200)), input });
    expect(timeline.runs).toEqual([
      {
        from: after(90).toISOString(),
        to: after(145).toISOString(),
        attestationStatus: 'Passed',
        failingChecks: [],
        lateEvidence: false,
      },
      {
        from: after(160).toISOString(),
        to: after(160).toISOString(),
        attestationStatus: 'InsecureHostConfiguration',
        failingChecks: ['BitLocker', 'SecureBootSettings'],
        lateEvidence: false,
      },
    ]);
    expect(timeline.unverified).toEqual([
      { from: ENROLLED_AT.toISOString(), to: after(90).toISOString() },
      { from: after(175).toISOString(), to: after(200).toISOString() },
    ]);
    const kinds = timeline.events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('enrolled');
    expect(kinds.filter((kind) => kind === 'enrolled')).toHaveLength(1);
    expect(kinds).toContain('rejected');
  });
});
