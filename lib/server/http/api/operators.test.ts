import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let administrator: { authorization: string };

beforeAll(async () => {
  server = await startTestServer();
  await makeOperator(db(), 'administrator');
  const token = { name: uniqueName('token'), role: 'administrator' } as const;
  const made = await createApiToken({ ctx: systemCtx(db()), input: token });
  administrator = { authorization: `Bearer ${made.token}` };
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const newEmail = () => `${uniqueName('person')}@fab.example`;
const PASSWORD = 'a password that somebody chose';

async function send(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const response = await fetch(`${server.address}/api/v1/operators${path}`, {
    method,
    headers: {
      ...administrator,
      ...more,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';
const accept = (token: string, password = PASSWORD) =>
  postJson(server.address, '/api/trpc/operator.acceptInvitation', { token, password });
const actionsAbout = async (id: string) =>
  (await db().auditEntry.findMany({ where: { subjectId: id }, orderBy: { sequence: 'asc' } })).map(
    ({ action }) => action,
  );

describe('POST /api/v1/operators', () => {
  it('invites: the link works once, and whoever has it chooses the password', async () => {
    const email = newEmail();
    const made = await send('POST', '', { email, name: 'Anne Roux', role: 'auditor' });
    expect(made).toMatchObject({ status: 201, body: { email, role: 'auditor', fabrics: null, sessions: 0 } });
    expect(made.headers.get('location')).toBe(`/api/v1/operators/${made.body.id}`);
    const { link, expiresAt } = made.body.invitation;
    expect(link).toMatch(new RegExp(`^${server.runtime.publicUrl}/invitation\\?token=[\\w-]{43}$`));
    expect((await send('GET', `/${made.body.id}`)).body).toMatchObject({ email, invitedUntil: expiresAt });
    await expect(signInCookie(server.address, email, PASSWORD)).rejects.toThrow();
    const token = tokenOf(link);
    expect((await accept(token, 'too short')).status).toBe(400);
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await signInCookie(server.address, email, PASSWORD)).toContain('=');
    expect((await send('GET', `/${email}`)).body).toMatchObject({ invitedUntil: null, sessions: 1 });
    expect(await actionsAbout(made.body.id)).toEqual([
      'operator.created',
      'operator.invited',
      'operator.invitationAccepted',
      'operator.signedIn',
    ]);
  });

  it('makes no link where a password is given, as a shell does', async () => {
    const email = newEmail();
    const made = await send('POST', '', { email, role: 'viewer', password: PASSWORD });
    expect(made).toMatchObject({ status: 201, body: { invitation: null, invitedUntil: null } });
    expect(await signInCookie(server.address, email, PASSWORD)).toContain('=');
  });

  it('keeps nothing of the link: the same key again is told what was made', async () => {
    const body = { email: newEmail(), role: 'viewer' };
    const key = { 'idempotency-key': uniqueName('key') };
    const made = await send('POST', '', body, key);
    const again = await send('POST', '', body, key);
    expect(again).toMatchObject({ status: 409, body: { code: 'already_created', id: made.body.id } });
    expect(await db().keptAnswer.findMany({ select: { answer: true } })).toEqual([
      { answer: JSON.stringify({ id: made.body.id }) },
    ]);
    const taken = await send('POST', '', body);
    expect(taken).toMatchObject({ status: 409, body: { code: 'conflict', pointer: '/email' } });
    const unknown = await send('POST', '', { ...body, colour: 'red' });
    expect(unknown).toMatchObject({ status: 422, body: { pointer: '/colour' } });
  });
});

describe('PATCH /api/v1/operators/{id}', () => {
  it('changes role and fabrics, disables and enables, each with its entry', async () => {
    const world = await makeWorld(db());
    const { id } = await makeOperator(db(), 'viewer');
    const changed = await send('PATCH', `/${id}`, { role: 'operator', fabrics: [world.fabric.name] });
    expect(changed).toMatchObject({
      status: 200,
      body: { operator: { role: 'operator', fabrics: [world.fabric.name] } },
    });
    const disabled = await send('PATCH', `/${id}`, { role: 'viewer', disabled: true });
    expect(disabled.body.operator).toMatchObject({ role: 'viewer', disabledAt: expect.any(String) });
    expect((await send('PATCH', `/${id}`, { disabled: false })).body.operator.disabledAt).toBeNull();
    expect(await actionsAbout(id)).toEqual([
      'operator.created',
      'operator.changed',
      'operator.changed',
      'operator.disabled',
      'operator.enabled',
    ]);
  });

  it('does all of it or nothing, and never takes the last administrator', async () => {
    const { operators } = (await send('GET', '')).body;
    const active = operators.filter(
      (row: { role: string; disabledAt: string | null }) =>
        row.role === 'administrator' && row.disabledAt === null,
    );
    const last = await send('PATCH', `/${active[0].id}`, { fabrics: null, disabled: true });
    expect([active.length, last.status, last.body.code]).toEqual([1, 409, 'conflict']);
    expect(await actionsAbout(active[0].id)).not.toContain('operator.changed');
    expect((await send('PATCH', '/nobody', { disabled: true })).status).toBe(404);
  });

  it('says which tokens end with who made them', async () => {
    const maker = await makeOperator(db(), 'administrator');
    const cookie = await signInCookie(server.address, maker.email, maker.password);
    const name = uniqueName('theirs');
    const token = { name, role: 'viewer' };
    await postJson(server.address, '/api/trpc/operator.createApiToken', token, { cookie });
    const { body } = await send('PATCH', `/${maker.id}`, { disabled: true });
    expect(body.ended).toMatchObject({ apiTokens: [{ name }], operators: [] });
  });
});

describe('POST /api/v1/operators/{id}/reset-password', () => {
  it('ends the old password and the link before it, and hands out another link', async () => {
    const { id, email, password } = await makeOperator(db(), 'viewer');
    const first = (await send('POST', `/${id}/reset-password`, {})).body.invitation;
    await expect(signInCookie(server.address, email, password)).rejects.toThrow();
    const second = (await send('POST', `/${id}/reset-password`, {})).body.invitation;
    expect((await accept(tokenOf(first.link))).status).toBe(404);
    expect((await accept(tokenOf(second.link))).status).toBe(200);
    expect(await signInCookie(server.address, email, PASSWORD)).toContain('=');
  });

  it('leaves no way in for who is disabled, also once they are enabled again', async () => {
    const { id } = await makeOperator(db(), 'viewer');
    const { link } = (await send('POST', `/${id}/reset-password`, {})).body.invitation;
    await send('PATCH', `/${id}`, { disabled: true });
    await send('PATCH', `/${id}`, { disabled: false });
    expect((await accept(tokenOf(link))).status).toBe(404);
  });

  it('sets the password that is given', async () => {
    const { id, email } = await makeOperator(db(), 'viewer');
    const renewed = await send('POST', `/${id}/reset-password`, { password: PASSWORD });
    expect(renewed).toMatchObject({ status: 200, body: { invitation: null } });
    expect(await signInCookie(server.address, email, PASSWORD)).toContain('=');
  });
});
