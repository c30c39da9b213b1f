import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
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
import { explain } from '@/lib/domain/explain/explain';
import { type FaultProxy, startFaultProxy } from '@/test/support/fault-proxy';
import { type ForwardProxy, startForwardProxy } from '@/test/support/forward-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

// Test-GuardedFabricHost -Server: what an administrator runs before a few hundred hosts, against a real server and what
// may stand in the way to it.

/** Known to no resolver: who reaches it went through a proxy. */
const NAME = 'fabric.test.example';

let folder: string;
let server: TestServer;
let world: World;
let token: string;
let hosts: AgentHosts;
/** One that has no agent yet. */
let host: AgentHost;
let forward: ForwardProxy;
let between: FaultProxy;
const impostors = new Map<string, FaultProxy>();
const file = (name: string) => path.join(folder, name);
const pairOf = (name: string) => ({
  cert: readFileSync(file(`${name}.pem`), 'utf8'),
  key: readFileSync(file(`${name}.key`), 'utf8'),
});

beforeAll(async () => {
  if (!hasPowerShell) return;
  folder = mkdtempSync(path.join(tmpdir(), 'gf-preflight-'));
  const script = path.join(root, 'apps/agent/tests/Support/new-certificates.ps1');
  const args = ['-NoProfile', '-NonInteractive', '-File', script, '-Folder', folder, '-Name', NAME];
  execFileSync(ensureTools(console.log).pwsh ?? 'pwsh', args, {
    env: { ...process.env, ...shortLivedDotnet },
  });
  server = await startTestServer({
    variables: { GF_TLS_CERT_FILE: file('right.pem'), GF_TLS_KEY_FILE: file('right.key') },
  });
  for (const name of ['self-signed', 'expired', 'other-name'])
    impostors.set(name, await startFaultProxy(server.address, pairOf(name)));
  between = await startFaultProxy(server.address, pairOf('right'));
  const { port } = new URL(server.address);
  forward = await startForwardProxy(Number(port));
  world = await makeWorld(server.runtime.db);
  token = await world.enrollmentToken({ uses: 2 });
  hosts = makeAgentHosts({ address: `https://localhost:${port}`, token });
  host = hosts.make();
});
afterEach(() => {
  forward.refuseWith(null);
  between.decide(() => 'pass');
});
afterAll(async () => {
  if (!hasPowerShell) return;
  hosts.remove();
  await Promise.all([between, forward, ...impostors.values()].map(({ close }) => close()));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Step = { Step: string; Result: string; Found: string; ToDo: string };

/** The steps of the test by their names. */
async function steps(words: string, before = '', proxy?: string): Promise<Record<string, Step>> {
  const script = `${before}; Test-GuardedFabricHost -StatePath $state ${words}`;
  // .NET reads which proxy is set once in a process.
  const variables = { SSL_CERT_FILE: file('authority.pem'), ...(proxy ? { HTTPS_PROXY: proxy } : {}) };
  const said = (await host.run(script, { variables, isApart: proxy !== undefined })) as Step[];
  expect(existsSync(host.state)).toBe(false);
  return Object.fromEntries(said.map((step) => [step.Step, step]));
}
const resultsOf = (found: Record<string, Step>) =>
  Object.fromEntries(Object.values(found).map(({ Step, Result }) => [Step, Result]));

const HERE = '-Server $env:GF_TEST_SERVER';
const WITH_TOKEN = '-TokenFile $env:GF_TEST_TOKEN_FILE';
const to = (proxy: FaultProxy | undefined) => `-Server https://localhost:${proxy?.port}`;
const everything = (result: string) => ({ Server: result, Clock: result, Token: result });
/** What is not said is as the step before it. */
const way = (Name: string, Port = Name, TLS = Port, Certificate = TLS) => ({ Name, Port, TLS, Certificate });

describe.runIf(hasPowerShell)('the test of a way to a server', () => {
  it('says that all is right, what was negotiated and how far the clock is off, and spends nothing', async () => {
    const hosted = await server.runtime.db.host.count();
    const found = await steps(`${HERE} ${WITH_TOKEN}`);
    expect(resultsOf(found)).toEqual({ Proxy: 'ok', ...way('ok'), ...everything('ok') });
    expect(found.Token?.Found).toBe('The server saw TLSv1.3.');
    expect(found.Clock?.Found).toMatch(
      /^The clock of this host (agrees with|is \d+[.,]\d s (ahead of|behind)) the server's\.$/,
    );
    expect(await server.runtime.db.enrollmentToken.count({ where: { used: { gt: 0 } } })).toBe(0);
    expect(await server.runtime.db.host.count()).toBe(hosted);
  });

  it('is not taken for the state of a host where somebody pastes it into Explain', async () => {
    const printed = Object.values(await steps(`${HERE} ${WITH_TOKEN}`))
      .map(
        ({ Step, Result, Found, ToDo }) =>
          `Step   : ${Step}\nResult : ${Result}\nFound  : ${Found}\nToDo   : ${ToDo}\n`,
      )
      .join('\n');
    expect(['passed', 'tracePassed']).not.toContain(explain(printed).verdict.code);
  });

  it.each([
    ['self-signed', /UntrustedRoot|PartialChain/, /^This computer does not trust the authority .*Root/],
    ['expired', /NotTimeValid/, /^The clock of this host says 20.*Set it right first/],
    ['other-name', /NameMismatch/, /^The certificate of https:\S+ is for another name/],
  ])(
    'names a certificate that is not trusted, and sends the token nowhere: %s',
    async (name, cause, toDo) => {
      const found = await steps(`${to(impostors.get(name))} ${WITH_TOKEN}`);
      expect(resultsOf(found)).toEqual({
        Proxy: 'ok',
        ...way('ok', 'ok', 'ok', 'failed'),
        ...everything('not tested'),
      });
      expect(found.Certificate?.Found).toMatch(cause);
      expect(found.Certificate?.ToDo).toMatch(toDo);
      expect(impostors.get(name)?.seen).toEqual([]);
    },
  );

  it('names the port that is closed, and the name that is unknown', async () => {
    const closed = await steps('-Server https://localhost:9');
    expect(resultsOf(closed)).toMatchObject({
      ...way('ok', 'failed', 'not tested'),
      ...everything('not tested'),
    });
    expect(closed.Port?.ToDo).toMatch(/outbound TCP to that address is open/);
    const unknown = await steps(`-Server https://${NAME}`);
    expect(resultsOf(unknown)).toMatchObject(way('failed', 'not tested'));
    expect(unknown.Name?.ToDo).toMatch(/this host's DNS/);
  });

  it('goes through the proxy that is named, and says what it refuses', async () => {
    const proxied = `-Server https://${NAME}:8443 -Proxy ${forward.address} ${WITH_TOKEN}`;
    const found = await steps(proxied);
    expect(resultsOf(found)).toEqual({ Proxy: 'ok', ...way('ok'), ...everything('ok') });
    expect(found.Proxy?.Found).toBe(`${forward.address}, as named.`);
    expect(found.Name?.Found).toBe('done by the proxy');
    for (const status of [407, 403]) {
      forward.refuseWith(status);
      const refused = await steps(proxied);
      expect(refused.Proxy).toMatchObject({ Result: 'failed' });
      expect(refused.Proxy?.ToDo).toMatch(new RegExp(`through the proxy ${forward.address} .*${status}`));
      expect(resultsOf(refused)).toMatchObject({ TLS: 'not tested', ...everything('not tested') });
    }
    const dead = await steps(`-Server https://${NAME}:8443 -Proxy http://127.0.0.1:9`);
    expect(dead.Proxy).toMatchObject({ Result: 'failed' });
    expect(dead.Proxy?.ToDo).toContain('through the proxy http://127.0.0.1:9');
    expect(resultsOf(dead)).toMatchObject(way('not tested'));
    expect(dead.Name?.ToDo).toBe('');
  });

  it('says which proxy is set for the account where none is named, and what it refuses', async () => {
    const set = forward.address;
    const exceptions = `$env:NO_PROXY = 'intern.example'`;
    const found = await steps(`-Server https://${NAME}:8443 ${WITH_TOKEN}`, exceptions, set);
    expect(resultsOf(found)).toEqual({ Proxy: 'ok', ...way('ok'), ...everything('ok') });
    expect(found.Proxy?.Found).toContain(`Set for account: HTTPS_PROXY=${set}, except for intern.example`);
    forward.refuseWith(407);
    const refused = await steps(`-Server https://${NAME}:8443`, '', set);
    expect(resultsOf(refused)).toMatchObject({ Proxy: 'failed', ...way('not tested') });
    expect(refused.Proxy?.ToDo).toMatch(/a proxy that nobody named .*407.*bitsadmin/s);
  });

  it('says that a proxy is passed by on the way to this very computer', async () => {
    const found = await steps(`${HERE} -Proxy http://127.0.0.1:9`);
    expect(found.Proxy).toMatchObject({
      Result: 'not tested',
      Found: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 is named and was not used/),
    });
    expect(found.Server).toMatchObject({ Result: 'ok' });
    expect(found.Name?.Found).toBe('');
  });

  it('names a port that speaks no TLS, and not the TLS of this host', async () => {
    const plain = await startFaultProxy(server.address);
    try {
      const found = await steps(to(plain));
      expect(resultsOf(found)).toMatchObject(way('ok', 'failed', 'not tested'));
      expect(found.Port?.ToDo).toMatch(/does not speak TLS/);
      expect(found.Port?.ToDo).not.toMatch(/reg add/);
    } finally {
      await plain.close();
    }
  });

  it('tells a port that takes a connection and says nothing from one that is closed', async () => {
    // A server whose program hangs: its system takes connections, and nobody answers.
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    try {
      const impatient = `& (Get-Module GuardedFabricAgent) {
        $script:whole = \${function:Invoke-GfaRequest}
        function script:Invoke-GfaRequest { & $script:whole @args -TimeoutSeconds 1 }
      }`;
      const found = await steps(`-Server http://127.0.0.1:${port}`, impatient);
      expect(resultsOf(found)).toMatchObject({ Port: 'failed', ...everything('not tested') });
      expect(found.Port?.ToDo).toContain(`Test-NetConnection 127.0.0.1 -Port ${port}`);
      expect(found.Port?.ToDo).toMatch(/TcpTestSucceeded is True, .*load balancer/);
    } finally {
      silent.close();
    }
  });

  it('goes through the proxy that the agent was installed with, where none is named', async () => {
    const installed = hosts.make();
    const [first] = (await installed.run(
      `& (Get-Module GuardedFabricAgent) {
         Initialize-GfaState -StatePath $env:GF_TEST_STATE
         Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name config -Value @{ proxy = '${forward.address}' }
       }
       Test-GuardedFabricHost -StatePath $state -Server https://${NAME}:8443 | Select-Object -First 1`,
      { variables: { SSL_CERT_FILE: file('authority.pem') } },
    )) as Step[];
    expect(first).toMatchObject({ Step: 'Proxy', Result: 'ok', Found: `${forward.address}, as named.` });
  });

  it('names a clock that is off, ahead or behind', async () => {
    for (const minutes of [10, -10]) {
      const skew = `& (Get-Module GuardedFabricAgent) { function script:Get-Date { (Microsoft.PowerShell.Utility\\Get-Date).AddMinutes(${minutes}) } }`;
      const found = await steps(`${HERE} ${WITH_TOKEN}`, skew);
      expect(found.Clock).toMatchObject({ Result: 'failed' });
      expect(found.Clock?.Found).toMatch(
        minutes > 0 ? / (59|60)\d[.,]\d s ahead of / : / (59|60)\d[.,]\d s behind /,
      );
      expect(found.Token).toMatchObject({ Result: 'ok' });
    }
  });

  it('names a token that no host can enrol with, one that is no token, and a file that is none', async () => {
    const used = await world.enrollmentToken();
    await enrollOver(used);
    for (const [text, said] of [
      [used, /wrong, expired, used up or revoked/],
      ['gfe_nonsense', /wrong, expired, used up or revoked/],
      ['two words', /holds the token alone/],
    ] as const) {
      const given = file('given.txt');
      writeFileSync(given, text);
      const found = await steps(`${HERE} -TokenFile '${given}'`);
      expect(resultsOf(found)).toMatchObject({ Server: 'ok', Token: 'failed' });
      expect(found.Token?.ToDo).toMatch(said);
      expect(JSON.stringify(found)).not.toContain(text);
    }
    expect((await steps(HERE)).Token).toMatchObject({
      Result: 'not tested',
      Found: 'No -TokenFile was given.',
    });
  });

  it('names what answers in the server’s place, and says what an older server cannot be asked', async () => {
    between.decide(() => ({ status: 200, body: '<html>Welcome</html>' }));
    const portal = await steps(`${to(between)} ${WITH_TOKEN}`);
    expect(resultsOf(portal)).toMatchObject({ ...way('ok'), Server: 'failed', Token: 'not tested' });
    expect(portal.Server?.ToDo).toMatch(/is not a Guarded Fabric server/);
    between.decide(() => ({ status: 302, headers: { location: 'https://elsewhere.example' } }));
    expect((await steps(to(between))).Server?.ToDo).toMatch(/a redirect, which is not followed/);
    const live = { status: 'live', serverTime: new Date().toISOString() };
    between.decide(({ path: asked }) =>
      asked.endsWith('/check-token')
        ? { status: 404, body: '{"status":404,"code":"not_found"}' }
        : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(live) },
    );
    expect((await steps(`${to(between)} ${WITH_TOKEN}`)).Token).toMatchObject({
      Result: 'not tested',
      Found: expect.stringContaining('older than this agent'),
    });
  });
});

/** Spends a token's only use, by the agent's own way. */
async function enrollOver(used: string): Promise<void> {
  const other = hosts.make();
  const spent = file('used.txt');
  writeFileSync(spent, used);
  const [enrolled] = await other.run(
    `Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile '${spent}' -StatePath $state`,
    { variables: { SSL_CERT_FILE: file('authority.pem') } },
  );
  expect(enrolled).toMatchObject({ Enrolled: true });
}
