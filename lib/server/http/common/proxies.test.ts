import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientAddressOf, createProxyTrust, stripForwarded } from '@/lib/server/http/common/proxies';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';

describe('a trusted proxy', () => {
  const isTrusted = createProxyTrust(['10.0.0.5', '10.1.0.0/16', '2001:db8::/32']);

  it.each(['10.0.0.5', '::ffff:10.0.0.5', '10.1.200.3', '2001:db8:1::9'])(
    'is known by its address: %s',
    (address) => {
      expect(isTrusted(address)).toBe(true);
    },
  );

  it.each(['10.0.0.6', '10.2.0.1', '127.0.0.1', '::1', '', 'x', undefined])(
    'is nobody else: %s',
    (address) => {
      expect(isTrusted(address)).toBe(false);
    },
  );

  it.each([
    ['8.8.8.8, 203.0.113.9', '10.0.0.5', '203.0.113.9'],
    ['8.8.8.8, 203.0.113.9, 10.1.2.3', '10.0.0.5', '203.0.113.9'],
    ['10.1.2.3', '10.0.0.5', '10.1.2.3'],
    [undefined, '203.0.113.9', '203.0.113.9'],
  ])('vouches for the address before it alone: %s through %s', (forwarded, remoteAddress, client) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(clientAddressOf({ socket: { remoteAddress }, headers }, isTrusted)).toBe(client);
  });

  it('alone may say where a request came from', () => {
    const request = new IncomingMessage(new Socket());
    const said = [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-prefix',
      'forwarded',
      'x-real-ip',
    ];
    for (const name of said) request.headers[name] = 'evil.example';
    request.headers.host = 'own.example';
    stripForwarded(request);
    expect(request.headers).toEqual({ host: 'own.example' });
  });
});

describe('the origin of a change', () => {
  let behind: TestServer;
  beforeAll(async () => {
    behind = await startTestServer({ variables: { GF_TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => behind.stop());

  async function change(headers: Record<string, string>): Promise<number> {
    const { email, password } = await makeOperator(behind.runtime.db);
    const cookie = await signInCookie(behind.address, email, password);
    const response = await fetch(`${behind.address}/api/trpc/operator.setPreferences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ theme: 'dark' }),
    });
    return response.status;
  }

  it('is the address that the proxy was asked for', async () => {
    const forwarded = { 'x-forwarded-host': 'gf.example', 'x-forwarded-proto': 'https' };
    expect(await change({ ...forwarded, origin: 'https://gf.example' })).toBe(200);
    expect(await change({ ...forwarded, origin: 'http://gf.example' })).toBe(403);
    expect(await change({ origin: 'https://gf.example' })).toBe(403);
  });
});
