import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSecret, readSecret } from '@/lib/server/request/bearer-secrets';
import { createEnrollmentToken } from '@/lib/server/services/enrollment';
import { ROTATIONS_AN_HOUR } from '@/lib/server/services/enrollment/rotate';
import { retireHost, withdrawReenroll } from '@/lib/server/services/host';
import { type Enrolled, enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

type Answer = { status: number; retryAfter: string | null; body: Record<string, unknown> };

async function post(
  path: string,
  secret: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, server.address), {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: await response.json(),
  };
}

const SNAPSHOTS = '/api/v1/agent/snapshots';
const ENROLL = '/api/v1/agent/enroll';
const envelope = (...snapshots: unknown[]) => ({
  schema: 1,
  sentAt: new Date().toISOString(),
  spool: { pending: 0, dropped: 0 },
  snapshots,
});
const send = (host: Enrolled, body: unknown) => post(SNAPSHOTS, host.credential, JSON.stringify(body));
const newToken = async (input = {}) => (await makeWorld(server.runtime.db)).enrollmentToken(input);
const tokenOf = async (fabric: string, input = {}) => {
  const ctx = systemCtx(server.runtime.db);
  return (await createEnrollmentToken({ ctx, input: { fabric, ...input } })).token;
};
const newHost = async () => enroll(server.address, await newToken(), hostNames(uniqueName('HV')));
const live = (host: Enrolled) =>
  server.runtime.db.hostLive.findUniqueOrThrow({ where: { hostId: host.hostId } });

describe('check a token', () => {
  const CHECK = '/api/v1/agent/check-token';

  it('says that a token is valid and what time it is, and spends nothing', async () => {
    const token = await newToken();
    for (let time = 0; time < 3; time += 1) {
      const askedAt = Date.now();
      const { status, body } = await post(CHECK, token, '{}');
      expect({ status, valid: body.valid }).toEqual({ status: 200, valid: true });
      const serverTime = Date.parse(String(body.serverTime));
      expect(serverTime).toBeGreaterThanOrEqual(askedAt);
      expect(serverTime).toBeLessThanOrEqual(Date.now());
    }
    expect((await post(ENROLL, token, JSON.stringify(hostNames(uniqueName('HV'))))).status).toBe(201);
  });

  it('answers wrong, expired, used-up and revoked tokens alike, as enrolment does', async () => {
    const [used, expired, revoked] = [await newToken(), await newToken(), await newToken()];
    await enroll(server.address, used, hostNames(uniqueName('HV')));
    const { enrollmentToken } = server.runtime.db;
    const over = async (token: string, data: object) => {
      const hash = readSecret('enrollmentToken', token);
      await enrollmentToken.updateMany({ where: { hash: hash ?? new Uint8Array() }, data });
    };
    await over(expired, { expiresAt: new Date(Date.now() - 1000) });
    await over(revoked, { revokedAt: new Date() });
    const answers = [];
    for (const token of ['', 'gfe_nonsense', mintSecret('enrollmentToken').secret, used, expired, revoked])
      answers.push(await post(CHECK, token, '{}'));
    for (const { status, body } of answers)
      expect({ ...body, status, requestId: '' }).toEqual({ ...answers[0]?.body, status: 401, requestId: '' });
    expect(answers[0]?.body.code).toBe('invalid_token');
  });

  it('counts a wrong one as a failed enrolment of its address', async () => {
    const wrong = mintSecret('enrollmentToken').secret;
    const alone = await startTestServer();
    try {
      const right = await (await makeWorld(alone.runtime.db)).enrollmentToken();
      const ask = (path: string, token: string) =>
        fetch(alone.address + path, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{}',
        }).then(({ status }) => status);
      const asked = Array.from({ length: 101 }, (_, index) => ask(index % 2 === 0 ? CHECK : ENROLL, wrong));
      const statuses = await Promise.all(asked);
      expect(statuses.filter((status) => status === 401)).toHaveLength(100);
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      // A right one is not refused for others' failures.
      expect(await ask(CHECK, right)).toBe(200);
    } finally {
      await alone.stop();
    }
  });
});

describe('enrol', () => {
  const ask = (token: string, names: object) =>
    post(ENROLL, token, JSON.stringify({ agentVersion: '1.0.0', ...names }));

  it('answers wrong, expired, used-up and revoked tokens alike', async () => {
    const used = await newToken();
    await enroll(server.address, used, hostNames(uniqueName('HV')));
    const revoked = await newToken();
    await server.runtime.db.enrollmentToken.updateMany({
      where: { used: 0 },
      data: { revokedAt: new Date() },
    });
    const answers = [];
    for (const token of ['gfe_nonsense', mintSecret('enrollmentToken').secret, used, revoked])
      answers.push(await ask(token, hostNames(uniqueName('HV'))));
    for (const { status, body } of answers)
      expect({ status, code: body.code, title: body.title }).toEqual({
        status: 401,
        code: 'invalid_token',
        title: 'This enrolment token is not valid',
      });
  });

  it('judges the token before it reads the body', async () => {
    expect((await post(ENROLL, mintSecret('enrollmentToken').secret, '{')).status).toBe(401);
    expect((await post(ENROLL, await newToken(), '{')).status).toBe(400);
    expect((await post(ENROLL, await newToken(), '{}')).status).toBe(422);
  });

  it('gives the same host a new credential when the reply was lost, and spends no further use', async () => {
    const token = await newToken();
    const names = hostNames(uniqueName('HV'));
    const first = await ask(token, names);
    const second = await ask(token, names);
    expect(second).toMatchObject({ status: 201, body: { hostId: first.body.hostId } });
    expect((await post(SNAPSHOTS, String(first.body.credential), '{}')).status).toBe(401);
    const host = { ...names, hostId: String(second.body.hostId), credential: String(second.body.credential) };
    expect((await send(host, envelope(snapshotOf(names)))).status).toBe(200);
    // The first snapshot has come: the door is shut.
    expect((await ask(token, names)).status).toBe(401);
  });

  it('refuses a live host of the same machine id or name, whose credential goes on working', async () => {
    const host = await newHost();
    await send(host, envelope(snapshotOf(host)));
    const claims = [
      { ...hostNames('y'), machineId: host.machineId },
      { ...hostNames('z'), fqdn: `${host.fqdn.toUpperCase()}.` },
    ];
    for (const claimed of claims)
      expect(await ask(await newToken({ allowReenroll: true }), claimed)).toMatchObject({
        status: 409,
        body: { code: 'already_enrolled' },
      });
    expect((await send(host, envelope(snapshotOf(host, { sequence: 2 })))).status).toBe(200);
  });

  it('lets a host enrol again when an operator said so, or when it is silent and the token says so', async () => {
    const host = await newHost();
    const again = { hostname: host.hostname, fqdn: host.fqdn, machineId: host.machineId };
    const { fabricId } = await server.runtime.db.host.findUniqueOrThrow({ where: { id: host.hostId } });
    expect((await ask(await tokenOf(fabricId), again)).status).toBe(409);
    // A token of another fabric finds no such host to take over.
    expect((await ask(await newToken({ allowReenroll: true }), again)).status).toBe(409);
    expect(await ask(await tokenOf(fabricId, { allowReenroll: true }), again)).toMatchObject({
      status: 201,
      body: { hostId: host.hostId },
    });
    expect((await send(host, envelope(snapshotOf(host)))).status).toBe(401);
    const reenrollUntil = new Date(Date.now() + 60_000);
    await server.runtime.db.host.update({ where: { id: host.hostId }, data: { reenrollUntil } });
    const saidNoMore = await withdrawReenroll({
      ctx: systemCtx(server.runtime.db),
      input: { id: host.hostId },
    });
    expect(saidNoMore).toEqual({ id: host.hostId });
    expect((await ask(await tokenOf(fabricId), again)).status).toBe(409);
    await server.runtime.db.host.update({ where: { id: host.hostId }, data: { reenrollUntil } });
    expect((await ask(await tokenOf(fabricId), again)).status).toBe(201);
  });

  it('makes exactly one host of fifty parallel uses of a token for one', async () => {
    const token = await newToken();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(token, hostNames(uniqueName('HV')))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
  });
});

describe('rotate', () => {
  it('lets the old credential work until the new one is used and ten minutes more, then locks the host', async () => {
    const host = await newHost();
    const rotated = await post('/api/v1/agent/rotate', host.credential, '');
    const next = { ...host, credential: String(rotated.body.credential) };
    expect((await send(host, envelope(snapshotOf(host)))).status).toBe(200);
    expect((await send(next, envelope(snapshotOf(host, { sequence: 2 })))).status).toBe(200);
    expect((await send(host, envelope(snapshotOf(host, { sequence: 3 })))).status).toBe(200);
    await server.runtime.db.credential.updateMany({
      where: { sourceId: host.hostId, endReason: 'rotated' },
      data: { endsAt: new Date(Date.now() - 1) },
    });
    expect(await send(host, envelope(snapshotOf(host, { sequence: 4 })))).toMatchObject({
      status: 403,
      body: { code: 'host_locked' },
    });
    expect((await send(next, envelope(snapshotOf(host, { sequence: 5 })))).status).toBe(403);
  });

  it('leaves nothing that is accepted once the host is retired, nor that locks it', async () => {
    const host = await newHost();
    const rotated = await post('/api/v1/agent/rotate', host.credential, '');
    const next = { ...host, credential: String(rotated.body.credential) };
    expect((await send(next, envelope(snapshotOf(host)))).status).toBe(200);
    const { db } = server.runtime;
    await db.credential.updateMany({
      where: { sourceId: host.hostId, endReason: 'rotated' },
      data: { endsAt: new Date(Date.now() - 1) },
    });
    await retireHost({ ctx: systemCtx(db), input: { id: host.hostId } });
    for (const one of [host, next]) {
      expect((await send(one, envelope(snapshotOf(host, { sequence: 2 })))).status).toBe(401);
      expect((await post('/api/v1/agent/rotate', one.credential, '')).status).toBe(401);
    }
    expect(await db.source.findUnique({ where: { id: host.hostId } })).toMatchObject({ lockedAt: null });
  });

  it('is refused after a few in an hour, and the host goes on with what it has', async () => {
    const host = await newHost();
    const rotate = (credential: string) => post('/api/v1/agent/rotate', credential, '');
    // Its replies are lost: it asks again with the credential it has.
    for (let n = 0; n < ROTATIONS_AN_HOUR; n += 1) expect((await rotate(host.credential)).status).toBe(200);
    const { status, retryAfter, body } = await rotate(host.credential);
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(retryAfter)).toBeGreaterThan(3_000);
    expect((await send(host, envelope(snapshotOf(host)))).status).toBe(200);
    const where = { action: 'host.credentialRotated', subjectId: host.hostId };
    expect(await server.runtime.db.auditEntry.count({ where })).toBe(ROTATIONS_AN_HOUR);
    const hourAgo = new Date(Date.now() - 3_600_000);
    await server.runtime.db.credential.updateMany({
      where: { sourceId: host.hostId, generation: 2 },
      data: { createdAt: hourAgo },
    });
    expect((await rotate(host.credential)).status).toBe(200);
    expect((await rotate(host.credential)).status).toBe(429);
    const other = await newHost();
    expect((await rotate(other.credential)).status).toBe(200);
  });
});

describe('send', () => {
  it('stores, and answers a repetition duplicate', async () => {
    const host = await newHost();
    const snapshot = snapshotOf(host);
    expect((await send(host, envelope(snapshot))).body).toMatchObject({
      serverEpoch: server.runtime.serverEpoch,
      nextReportSeconds: 900,
      results: [{ snapshotId: snapshot.snapshotId, outcome: 'stored' }],
    });
    expect((await send(host, envelope(snapshot))).body.results).toMatchObject([{ outcome: 'duplicate' }]);
  });

  it('takes gzip and a byte-order mark', async () => {
    const host = await newHost();
    const body = gzipSync(`\uFEFF${JSON.stringify(envelope(snapshotOf(host)))}`);
    expect(
      (await post(SNAPSHOTS, host.credential, body, { 'content-encoding': 'gzip' })).body.results,
    ).toMatchObject([{ outcome: 'stored' }]);
  });

  it.each([
    ['bad JSON', '{', {}, 400],
    ['JSON nested too deep', '['.repeat(40) + ']'.repeat(40), {}, 400],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400],
    ['what is not gzip', 'plain', { 'content-encoding': 'gzip' }, 400],
    ['another envelope', '{"schema":2}', {}, 422],
    ['an unreadable sentAt', JSON.stringify({ ...envelope({}), sentAt: 'today' }), {}, 422],
  ])(
    'counts %s as a rejection: the host is not green until its next snapshot',
    async (_what, body, headers, status) => {
      const host = await newHost();
      await send(host, envelope(snapshotOf(host)));
      expect((await post(SNAPSHOTS, host.credential, body, headers)).status).toBe(status);
      const faulty = await live(host);
      expect(faulty.lastRejectedAt?.getTime()).toBeGreaterThan(faulty.lastObservedAt?.getTime() ?? 0);
    },
  );

  it.each([
    ['a body over 1 MiB', ' '.repeat(1024 * 1024 + 1), {}, 413],
    ['a bomb', gzipSync(Buffer.alloc(9 * 1024 * 1024, 0x20)), { 'content-encoding': 'gzip' }, 413],
    ['101 snapshots', JSON.stringify(envelope(...Array.from({ length: 101 }, () => ({})))), {}, 413],
    ['another type', 'x=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['another coding', 'x', { 'content-encoding': 'br' }, 415],
  ])('refuses %s and makes nobody faulty', async (_what, body, headers, status) => {
    const host = await newHost();
    expect((await post(SNAPSHOTS, host.credential, body, headers)).status).toBe(status);
    expect((await live(host)).lastRejectedAt).toBeNull();
  });

  it('refuses a bad credential before it reads the body', async () => {
    const big = ' '.repeat(2 * 1024 * 1024);
    expect((await post(SNAPSHOTS, mintSecret('credential').secret, big)).status).toBe(401);
    expect((await post(SNAPSHOTS, 'gfh_short', big)).status).toBe(401);
  });

  it('stores any JSON as a snapshot or rejects it, and never answers 500', async () => {
    const host = await newHost();
    const value = fc.jsonValue({ maxDepth: 4 });
    const centuries = fc.constantFrom(
      ...['0000-06-01', '0001-01-01', '1969-12-31', '9999-12-31'].map((day) => `${day}T00:00:00Z`),
    );
    const time = fc.oneof(value, centuries, fc.constant(new Date().toISOString()));
    const item = fc.oneof(
      value,
      fc
        .record({
          hgsClient: value,
          facts: value,
          host: value,
          agent: value,
          collectedAt: time,
          bootedAt: time,
        })
        .map((parts) => ({ ...snapshotOf(host), ...parts })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 1, maxLength: 5 }),
        centuries,
        async (snapshots, sentAt) => {
          const answer = await send(host, { ...envelope(...snapshots), sentAt });
          expect(answer.status).toBe(200);
          expect(answer.body.results).toHaveLength(snapshots.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
