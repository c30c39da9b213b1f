import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { currentOperator, requestedWord, requestLocale } from '@/lib/server/auth/session';
import { withClient } from '@/lib/server/db/connection';
import { renderInTurn } from '@/lib/server/pages/pages';
import { publishRequestScope, type RequestScope, runInScope } from '@/lib/server/pages/request-scope';
import { trpcContextOf } from '@/lib/server/trpc/context';
import { callByName, createCaller } from '@/lib/server/trpc/root';
import { makeOperator, systemCtx } from '@/test/support/callers';
import { startTestServer } from '@/test/support/server';

describe('what a page is given', () => {
  it('throws outside of the server', () => {
    expect(() => currentOperator()).toThrow('outside of the server');
  });

  it('is the request’s own person, language and procedures', async () => {
    const server = await startTestServer();
    try {
      publishRequestScope();
      const { runtime } = server;
      const { db, log } = runtime;
      const { id, email } = await makeOperator(db, 'viewer');
      const actor = { kind: 'operator', id, name: 'A', email, role: 'viewer', fabrics: 'all' } as const;
      const caller = createCaller(trpcContextOf(runtime, { ...systemCtx(db), actor }), log);
      const call = (path: string, input: unknown) => callByName(caller, path, input);
      const address = '/hosts?at=2026-11-24T00:00:00Z';
      const scope = {
        caller,
        call,
        session: null,
        sessionEnd: null,
        address,
        i18n: { locale: 'fr' as const },
      };
      await runInScope(scope, async () => {
        expect(requestLocale()).toBe('fr');
        expect(requestedWord('at')).toBe('2026-11-24T00:00:00Z');
        expect(requestedWord('tab')).toBeNull();
        expect(currentOperator()).toBeNull();
        await expect(caller.operator.me()).resolves.toMatchObject({ id, email });
        await expect(call('operator.me', undefined)).resolves.toMatchObject({ data: { id } });
        const refused = { error: { data: { code: 'forbidden', httpStatus: 403 } } };
        await expect(call('operator.list', undefined)).resolves.toMatchObject(refused);
        await expect(caller.operator.list()).rejects.toMatchObject({
          code: 'FORBIDDEN',
          cause: { code: 'forbidden' },
        });
        const wrong = await call('operator.setPreferences', { language: 3 });
        expect(wrong).toMatchObject({ error: { data: { code: 'invalid_value', pointer: '/language' } } });
      });
    } finally {
      await server.stop();
    }
  });

  it('tells the log what it does not tell the page', async () => {
    const server = await startTestServer();
    try {
      const { runtime } = server;
      const { db, log } = runtime;
      const { id, email } = await makeOperator(db, 'administrator');
      const actor = {
        kind: 'operator',
        id,
        name: 'A',
        email,
        role: 'administrator',
        fabrics: 'all',
      } as const;
      const ctx = { ...systemCtx(db), actor };
      const caller = createCaller(trpcContextOf(runtime, ctx), log);
      await withClient(server.database.migrateUrl, (client) =>
        client.query('ALTER TABLE fabric RENAME TO elsewhere'),
      );
      const answer = await callByName(caller, 'fabric.list', undefined);
      expect(answer).toMatchObject({ error: { data: { code: 'internal_error', httpStatus: 500 } } });
      expect(JSON.stringify(answer)).not.toContain('fabric');
      const [line, ...more] = server.logged.filter((one) => one.includes('unexpected error'));
      expect(more).toEqual([]);
      expect(JSON.parse(line ?? '{}')).toMatchObject({
        level: 'error',
        path: 'fabric.list',
        requestId: ctx.requestId,
      });
      expect(line).toContain('fabric');
    } finally {
      await server.stop();
    }
  });
});

it('gives its person’s place back where rendering throws before it has begun', async () => {
  const server = await startTestServer();
  try {
    const session = { id: 'somebody' } as RequestScope['session'];
    const rendered = (render: () => unknown) => {
      const request = new IncomingMessage(new Socket());
      const exchange = { request, response: new ServerResponse(request), nonce: '' };
      return renderInTurn(server, { exchange, scope: { session } as RequestScope, render });
    };
    const fails = () => {
      throw new Error('not even begun');
    };
    // One person has fewer places than this.
    for (let time = 0; time < 3; time += 1) await expect(rendered(fails)).rejects.toThrow('not even begun');
    expect(await rendered(() => undefined)).toBeUndefined();
  } finally {
    await server.stop();
  }
});
