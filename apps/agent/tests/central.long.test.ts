import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentHost,
  type AgentHosts,
  hasPowerShell,
  makeAgentHosts,
} from '@/apps/agent/tests/Support/agent-host';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';
import { hostNames } from '@/test/support/agent-client';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// The agent over TLS that the server ends itself, and the central collector over the same: what no stub of a
// server can show.

let folder: string;
let server: TestServer;
let apiToken: string;
let hosts: AgentHosts;
let agent: AgentHost;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  if (!hasPowerShell) return;
  folder = mkdtempSync(path.join(tmpdir(), 'gf-central-'));
  const script = path.join(root, 'apps/agent/tests/Support/new-certificates.ps1');
  const args = ['-NoProfile', '-NonInteractive', '-File', script, '-Folder', folder];
  execFileSync(ensureTools(console.log).pwsh ?? 'pwsh', args, {
    env: { ...process.env, ...shortLivedDotnet },
  });
  server = await startTestServer({
    variables: { GF_TLS_CERT_FILE: file('right.pem'), GF_TLS_KEY_FILE: file('right.key') },
  });
  const world = await makeWorld(server.runtime.db);
  apiToken = await world.apiToken('viewer');
  const address = `https://localhost:${new URL(server.address).port}`;
  hosts = makeAgentHosts({ address, token: await world.enrollmentToken({ uses: 20 }) });
  agent = hosts.make();
});
afterAll(async () => {
  hosts?.remove();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A host as the read API has it. */
async function readHost(id: unknown): Promise<Record<string, unknown>> {
  const ca = readFileSync(file('authority.pem'));
  const url = new URL(`/api/v1/hosts/${String(id)}`, `https://localhost:${new URL(server.address).port}`);
  const headers = { authorization: `Bearer ${apiToken}` };
  return new Promise((resolve, reject) => {
    const ask = request(url, { ca, headers }, (response) => {
      text(response).then((body) => resolve(JSON.parse(body)), reject);
    });
    ask.on('error', reject).end();
  });
}

type Result = { ComputerName: string; Outcome: string; Stored: number; HostId: string; Message: string };

describe.runIf(hasPowerShell)('over TLS to the running server', () => {
  it('the agent reports with its very first snapshot what its connection negotiated', async () => {
    const [run] = await agent.run('$null = Register; Invoke-GuardedFabricAgent -StatePath $state -Force', {
      variables: { SSL_CERT_FILE: file('authority.pem') },
    });
    expect(run).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(agent.readState('status').connectionTls).toMatch(/^TLSv1\.[23]$/);
    const { facts } = await readHost(agent.readState('identity').hostId);
    expect(facts).toMatchObject({ tls: { status: 'ok', value: { negotiated: 'TLSv1.3' } } });
  });

  it('the central collector enrols and reports hosts that have nothing installed, each as itself', async () => {
    const described = JSON.parse(
      readFileSync(path.join(root, 'apps/agent/tests/Fixtures/hosts/full.json'), 'utf8'),
    );
    const names = ['HV-A', 'HV-B'].map((name) => hostNames(uniqueName(name)));
    const there = file('hosts');
    mkdirSync(there);
    for (const { hostname, machineId } of names) {
      described.cim.Win32_ComputerSystemProduct.UUID = machineId;
      described.cim.Win32_ComputerSystem.DNSHostName = hostname;
      writeFileSync(path.join(there, `${hostname}.json`), JSON.stringify(described));
    }
    const script = `
      $names = $env:GF_NAMES -split ' '
      Register-GuardedFabricRemoteHost -CimSession (New-CimSession $names) -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state
      Remove-Item (Join-Path $env:GF_STUB_HOSTS "$($names[1]).json")
      Invoke-GuardedFabricCollector -StatePath $state -Force`;
    const collector = hosts.make();
    const said = (await collector.run(script, {
      variables: {
        SSL_CERT_FILE: file('authority.pem'),
        GF_STUB_HOSTS: there,
        GF_NAMES: names.map(({ hostname }) => hostname).join(' '),
      },
    })) as Result[];
    expect(said.map(({ Message }) => Message).slice(0, 2)).toEqual([null, null]);
    // The process had read the second description before it was taken away: both are sent.
    expect(said.slice(2).map(({ ComputerName, Outcome, Stored }) => [ComputerName, Outcome, Stored])).toEqual(
      names.map(({ hostname }) => [hostname, 'Sent', 1]),
    );
    for (const [index, { hostname }] of names.entries())
      expect(await readHost(said[index]?.HostId)).toMatchObject({
        hostname,
        state: 'InsecureHostConfiguration',
        attestationMode: 'Tpm',
        failingChecks: expect.arrayContaining(['SecureBootSettings', 'BitLocker']),
        shieldedVms: 3,
      });
  });
});
