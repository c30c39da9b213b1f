import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentHost,
  type AgentHosts,
  hasPowerShell,
  makeAgentHosts,
} from '@/apps/agent/tests/Support/agent-host';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';
import { PASSED, snapshotOf } from '@/test/support/agent-client';
import { type FaultProxy, startFaultProxy } from '@/test/support/fault-proxy';
import { type ForwardProxy, startForwardProxy } from '@/test/support/forward-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

/** Known to no resolver: who reaches it went through a proxy. */
const NAME = 'fabric.test.example';
const MINUTE_MS = 60_000;

const namesOf = ({ hostname, fqdn, machineId }: AgentHost) => ({ hostname, fqdn, machineId });

/** Snapshots of one host, five minutes apart, the newest of now. */
const textsOf = (host: AgentHost, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const collectedAt = new Date(Date.now() - (count - 1 - index) * 5 * MINUTE_MS);
    const { sequence: _sequence, ...snapshot } = snapshotOf(namesOf(host), {
      collectedAt,
      hgsClient: PASSED,
    });
    return JSON.stringify(snapshot);
  });

describe.runIf(hasPowerShell)('over TLS', () => {
  let folder: string;
  let server: TestServer;
  let hosts: AgentHosts;
  let forward: ForwardProxy;
  const impostors = new Map<string, FaultProxy>();
  const file = (name: string) => path.join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gf-tls-'));
    const script = path.join(root, 'apps/agent/tests/Support/new-certificates.ps1');
    const args = ['-NoProfile', '-NonInteractive', '-File', script, '-Folder', folder, '-Name', NAME];
    execFileSync(ensureTools(console.log).pwsh ?? 'pwsh', args, {
      env: { ...process.env, ...shortLivedDotnet },
    });
    server = await startTestServer({
      variables: { GF_TLS_CERT_FILE: file('right.pem'), GF_TLS_KEY_FILE: file('right.key') },
    });
    for (const name of ['self-signed', 'expired', 'other-name']) {
      const pair = {
        cert: readFileSync(file(`${name}.pem`), 'utf8'),
        key: readFileSync(file(`${name}.key`), 'utf8'),
      };
      impostors.set(name, await startFaultProxy(server.address, pair));
    }
    const { port } = new URL(server.address);
    forward = await startForwardProxy(Number(port));
    const world = await makeWorld(server.runtime.db);
    const token = await world.enrollmentToken({ uses: 100 });
    hosts = makeAgentHosts({ address: `https://localhost:${port}`, token });
  });
  afterEach(() => {
    forward.refuseWith(null);
  });
  afterAll(async () => {
    hosts.remove();
    await Promise.all([forward, ...impostors.values()].map(({ close }) => close()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Trusts the authority of this test as a host trusts its own. */
  const trusting = (variables: Record<string, string> = {}) => ({
    SSL_CERT_FILE: file('authority.pem'),
    ...variables,
  });
  const addressOf = (name: string) => `https://localhost:${impostors.get(name)?.port}`;

  it('a certificate that is right is taken, and no other one: nothing is sent, and the cause is named', async () => {
    const host = hosts.make();
    const names = [...impostors.keys()];
    const script = `
      $null = Register
      Add-Text (Get-Texts)
      foreach ($address in $env:GF_IMPOSTORS -split ' ') {
          Set-State config @{ server = $address }
          $sent = Send -MaximumWaitSeconds 1
          $fault = (Get-Content "$state/status.json" -Raw | ConvertFrom-Json).transportFault
          @{ outcome = $sent.Outcome; pending = $sent.Pending; message = $sent.Message; fault = $fault; enrol = (Get-Said { Register-GuardedFabricHost -Server $address -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state -Force }) }
      }
      Set-State config @{ server = $env:GF_TEST_SERVER }
      Send`;
    const variables = trusting({ GF_IMPOSTORS: names.map(addressOf).join(' ') });
    const said = await host.run(script, { texts: textsOf(host, 1), variables });
    const causes = [
      {
        cause: /UntrustedRoot|PartialChain/,
        advice: 'does not trust the authority that issued the certificate of',
      },
      { cause: /NotTimeValid/, advice: 'at which the certificate of' },
      { cause: /NameMismatch/, advice: 'The certificate of' },
    ];
    for (const [index, { cause, advice }] of causes.entries()) {
      const one = said[index];
      expect(one, names[index]).toMatchObject({
        outcome: 'Blocked',
        pending: 1,
        fault: 'failed: certificate',
      });
      for (const text of [Reflect.get(Object(one), 'message'), Reflect.get(Object(one), 'enrol')]) {
        expect(text, names[index]).toMatch(cause);
        expect(text).toContain(`${advice} ${addressOf(names[index] ?? '')} `);
      }
    }
    expect([...impostors.values()].flatMap(({ seen }) => seen)).toEqual([]);
    expect(said[3]).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(host.log()).toMatch(/ 3001 Error /);
  });

  it('goes through the proxy it was given, and names it where it does not let it through', async () => {
    const host = hosts.make();
    const server = `https://${NAME}:8443`;
    const variables = trusting({ GF_PROXY: forward.address, GF_TEST_SERVER: server });
    const [enrolled, sent] = await host.run('Register -Proxy $env:GF_PROXY; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 2),
      variables,
    });
    expect(enrolled).toMatchObject({ Enrolled: true, Server: server });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 2 });
    expect(new Set(forward.asked)).toEqual(new Set([`${NAME}:8443`]));

    for (const status of [407, 403]) {
      forward.refuseWith(status);
      const [refused] = await host.run('Add-Text (Get-Texts); Send -MaximumWaitSeconds 1', {
        texts: textsOf(host, 1),
        variables,
      });
      expect(refused).toMatchObject({ Outcome: 'Kept' });
      const message = String(Reflect.get(Object(refused), 'Message'));
      expect(message).toContain(`through the proxy ${forward.address}`);
      expect(message).toContain(String(status));
    }
    forward.refuseWith(null);
    const [nobody, again] = await host.run(
      `Set-State config @{ proxy = 'http://127.0.0.1:9' }; Send -MaximumWaitSeconds 1
       Set-State config @{ proxy = $env:GF_PROXY }; Send`,
      { variables },
    );
    expect(nobody).toMatchObject({ Outcome: 'Kept', Pending: 2 });
    expect(Reflect.get(Object(nobody), 'Message')).toContain('through the proxy http://127.0.0.1:9');
    expect(again).toMatchObject({ Outcome: 'Sent', Stored: 2, Pending: 0 });
  });
});

describe.runIf(hasPowerShell)('a server that asks for something else', () => {
  let server: TestServer;
  let proxy: FaultProxy;
  let hosts: AgentHosts;

  beforeAll(async () => {
    server = await startTestServer();
    proxy = await startFaultProxy(server.address);
    const world = await makeWorld(server.runtime.db);
    hosts = makeAgentHosts({ address: proxy.address, token: await world.enrollmentToken({ uses: 100 }) });
  });
  afterEach(() => {
    proxy.decide(() => 'pass');
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    hosts.remove();
    await proxy.close();
    await server.stop();
  });

  async function storedOf(host: AgentHost): Promise<string[]> {
    const rows = await server.runtime.db.$queryRaw<{ id: string }[]>`
      SELECT snapshot_id::text AS id FROM snapshot_receipt
      WHERE host_id = ${String(host.readState('identity').hostId)}::uuid AND outcome = 'stored'`;
    return rows.map(({ id }) => id).sort();
  }
  const idsOf = (texts: readonly string[]) => texts.map((text) => JSON.parse(text).snapshotId).sort();

  it('elsewhere, is not followed: neither token nor credential goes there', async () => {
    const trap = await startFaultProxy(server.address);
    const elsewhere = { status: 307, headers: { location: `${trap.address}/api/v1/agent/snapshots` } };
    const host = hosts.make();
    proxy.decide(() => elsewhere);
    const [refused] = await host.run('Get-Said { Register }');
    expect(refused).toMatch(/answered with a redirect, which is not followed/);
    proxy.decide(({ path }) => (path.endsWith('/snapshots') ? elsewhere : 'pass'));
    const [blocked] = await host.run('$null = Register; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 2),
    });
    expect(blocked).toMatchObject({ Outcome: 'Blocked', Stored: 0, Pending: 2 });
    expect(host.log()).toMatch(/ 3002 Error /);
    expect(trap.seen).toEqual([]);
    await trap.close();
  });

  it('less at once (413 of what stands between), gets half until it fits, in order and each once', async () => {
    const host = hosts.make();
    proxy.decide(({ body }) =>
      body.length > 20_000 ? { status: 413, body: '<html>Too large</html>' } : 'pass',
    );
    const texts = textsOf(host, 40);
    const [sent] = await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 40, Duplicate: 0, Rejected: 0, Pending: 0 });
    expect(await storedOf(host)).toEqual(idsOf(texts));
    const sequences = proxy.seen
      .filter(({ status, path }) => status === 200 && path.endsWith('/snapshots'))
      .flatMap(({ body }) =>
        JSON.parse(body).snapshots.map(({ sequence }: { sequence: number }) => sequence),
      );
    expect(sequences).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('a moment (429), is asked again once that has passed, in the same run', async () => {
    const host = hosts.make();
    let asked = 0;
    // These are the server's own words: to make it say them takes more requests a second than every machine can send.
    const limited = {
      title: 'Too many requests',
      status: 429,
      code: 'too_many_requests',
      retryAfterSeconds: 3,
    };
    proxy.decide(({ path }) =>
      path.endsWith('/snapshots') && asked++ === 0
        ? {
            status: 429,
            headers: { 'content-type': 'application/problem+json', 'retry-after': '3' },
            body: JSON.stringify(limited),
          }
        : 'pass',
    );
    const [sent] = await host.run('$null = Register; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 1),
    });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1, Pending: 0 });
    const [first, next] = proxy.seen.slice(-2);
    const waitedMs = (next?.arrivedAtMs ?? 0) - (first?.arrivedAtMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(limited.retryAfterSeconds * 1000);
  });

  it('for time (503, its database is away), is left alone for as long as it says, and nothing is lost', async () => {
    const host = hosts.make();
    const texts = textsOf(host, 3);
    await host.run('$null = Register; Add-Text (Get-Texts)', { texts });
    const giveBack = await server.database.takeAway();
    const [kept, waiting] = await host.run(
      'Send -MaximumWaitSeconds 1; Send-GuardedFabricSnapshot -StatePath $state',
    );
    await giveBack();
    expect(proxy.seen.filter(({ path }) => path.endsWith('/snapshots'))).toMatchObject([{ status: 503 }]);
    const { retryAfterSeconds } = JSON.parse(proxy.seen.at(-1)?.answer ?? '{}');
    expect(kept).toMatchObject({ Outcome: 'Kept', Pending: 3 });
    expect(waiting).toMatchObject({ Outcome: 'Waiting', Pending: 3 });
    const notBefore = Date.parse(String(host.readState('status').notBefore));
    const askedForMs = notBefore - (proxy.seen.at(-1)?.arrivedAtMs ?? 0);
    expect(askedForMs).toBeGreaterThanOrEqual(retryAfterSeconds * 1000 - 1000);

    const [sent] = await host.run('Send');
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 3, Pending: 0 });
    expect(await storedOf(host)).toEqual(idsOf(texts));
  });
});
