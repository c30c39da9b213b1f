import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentHost,
  type AgentHosts,
  hasPowerShell,
  makeAgentHosts,
} from '@/apps/agent/tests/Support/agent-host';
import type { Ctx } from '@/lib/server/context';
import { allowReenroll, getHost } from '@/lib/server/services/host';
import { PASSED, snapshotOf } from '@/test/support/agent-client';
import { type FaultProxy, startFaultProxy } from '@/test/support/fault-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

let server: TestServer;
let proxy: FaultProxy;
let hosts: AgentHosts;

beforeAll(async () => {
  if (!hasPowerShell) return;
  server = await startTestServer();
  proxy = await startFaultProxy(server.address);
  const world = await makeWorld(server.runtime.db);
  hosts = makeAgentHosts({ address: proxy.address, token: await world.enrollmentToken({ uses: 100 }) });
}, 120_000);
afterAll(async () => {
  hosts.remove();
  await proxy.close();
  await server.stop();
});

const ctx = (): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db: server.runtime.db,
  now: new Date(),
  requestId: 'test',
});

const hostIdOf = (host: AgentHost) => String(host.readState('identity').hostId);
const readHost = (host: AgentHost) => getHost({ ctx: ctx(), input: { id: hostIdOf(host), at: null } });

function textOf({ hostname, fqdn, machineId }: AgentHost): string {
  const { sequence: _, ...snapshot } = snapshotOf({ hostname, fqdn, machineId }, { hgsClient: PASSED });
  return JSON.stringify(snapshot);
}

const RUN = 'Invoke-GuardedFabricAgent -StatePath $state -Force -Unattended';
const INSTALL = 'Install-GuardedFabricAgent -Server $env:GF_TEST_SERVER -StatePath $state';
const TOKEN = '-TokenFile $env:GF_TEST_TOKEN_FILE';
/** What a process of its own finds is shown elsewhere. */
const ALONE = `& (Get-Module GuardedFabricAgent) { function script:Get-GfaShellPath { '/nowhere/powershell' } }`;

/** An enrolled host that has sent, and has snapshots of which one is acknowledged and one waits. */
async function enrolled(): Promise<AgentHost> {
  const host = hosts.make();
  await host.run(`$null = Register; ${RUN}; Add-Text (Get-Texts)`, { texts: [textOf(host)] });
  return host;
}

/** Another machine, which was started from a copy of the disk. */
function copyOf(host: AgentHost, change: Parameters<AgentHosts['make']>[0] = {}): AgentHost {
  const copy = hosts.make({ state: path.join(hosts.folder, `copy-${host.hostname}`), ...change });
  cpSync(host.state, copy.state, { recursive: true });
  return copy;
}

describe.runIf(hasPowerShell)('another machine with a copy of a host’s disk', { timeout: 240_000 }, () => {
  it('sends nothing and renews nothing under the identity that was copied, and says what to do', async () => {
    const host = await enrolled();
    const copy = copyOf(host);
    const before = proxy.seen.length;
    const [run, sent, installed] = await copy.run(
      `${RUN}
       Send -RotateCredential -WarningAction SilentlyContinue
       ${ALONE}; ${INSTALL} -WarningAction SilentlyContinue`,
    );
    expect(proxy.seen).toHaveLength(before);
    expect(run).toMatchObject({ Outcome: 'OtherMachine', ExitCode: 9, Pending: 1 });
    expect(sent).toMatchObject({ Outcome: 'OtherMachine', Pending: 1 });
    expect(installed).toMatchObject({ Outcome: 'OtherMachine', ExitCode: 9 });
    for (const answer of [run, sent, installed])
      expect(answer).toMatchObject({
        Message: expect.stringMatching(/another machine .*-TokenFile.* allow-reenroll/s),
      });
    expect(copy.log()).toMatch(/ 3006 Error /);
    expect(copy.entries('spool')).toEqual(host.entries('spool'));
    expect(copy.readState('identity').credential).toBe(host.readState('identity').credential);

    const [again] = await host.run(RUN);
    expect(again).toMatchObject({ Outcome: 'Sent', Stored: 2 });
  });

  it('enrols as a host of its own where it has a token, with nothing of what the other one had kept', async () => {
    const host = await enrolled();
    const copy = copyOf(host);
    const [installed, warned] = await copy.run(
      `${ALONE}; ${INSTALL} ${TOKEN} -WarningVariable warned -WarningAction SilentlyContinue; "$warned"`,
    );
    expect(installed).toMatchObject({ Outcome: 'Sent', ExitCode: 0, HostId: hostIdOf(copy) });
    expect(hostIdOf(copy)).not.toBe(hostIdOf(host));
    expect(warned).toMatch(/enrols as itself/);
    expect(copy.entries('spool')).toEqual([]);
    expect(copy.entries('sent')).toHaveLength(1);
    expect(copy.readState('counters')).toMatchObject({ sequence: 1, dropped: 0 });
    expect((await readHost(copy)).hostname).toBe(copy.hostname);
    expect((await readHost(host)).hostname).toBe(host.hostname);
  });

  it('keeps nothing that an ended run had found on the other one', async () => {
    const host = await enrolled();
    // Ended while it read the cluster, with who it is found before.
    await host.run(
      `$folder = New-Item "$state/work/$([guid]::NewGuid())" -ItemType Directory
       $fact = & (Get-Module GuardedFabricAgent) { ConvertTo-GfaJson (Get-GfaHostFact) }
       '{"startedAt":"2026-11-25T09:00:00.000Z"}' | Set-Content "$folder/run.json"
       foreach ($name in 'hgsClient', 'host', 'cluster') { '' | Set-Content "$folder/$name.claim" }
       $fact | Set-Content "$folder/host.json" -NoNewline
       '{"status":"ok","value":{"attestationStatus":"Passed"}}' | Set-Content "$folder/hgsClient.json" -NoNewline`,
    );
    const copy = copyOf(host);
    const before = proxy.seen.length;
    const [run] = await copy.run(RUN);
    expect(run).toMatchObject({ Outcome: 'OtherMachine' });
    expect(proxy.seen).toHaveLength(before);
    const [installed] = await copy.run(`${ALONE}; ${INSTALL} ${TOKEN} -WarningAction SilentlyContinue`);
    expect(installed).toMatchObject({ Outcome: 'Sent' });
    expect(copy.entries('sent')).toHaveLength(1);
  });
});

describe.runIf(hasPowerShell)('a host with another mainboard', { timeout: 240_000 }, () => {
  it('sends again under its own record once an operator allowed it and it has a token', async () => {
    const host = await enrolled();
    const hostId = hostIdOf(host);
    const swapped = hosts.make({ state: host.state, hostname: host.hostname });
    const install = `${ALONE}; Get-Said { ${INSTALL} ${TOKEN} -WarningAction SilentlyContinue }`;
    const [refused] = await swapped.run(install);
    expect(refused).toMatch(/knows a live host with this machine id or name\..* allow-reenroll/);

    await allowReenroll({ ctx: ctx(), input: { id: hostId } });
    const [sent] = await swapped.run(install);
    expect(sent).toMatchObject({ Outcome: 'Sent', ExitCode: 0, HostId: hostId });
    expect(host.readState('identity').machineId).toBe(swapped.machineId);
    const [next] = await swapped.run(RUN);
    expect(next).toMatchObject({ Outcome: 'Sent', Stored: 1 });
  });
});

describe.runIf(hasPowerShell)('a machine that nobody can tell from another', { timeout: 120_000 }, () => {
  it('sends as before: without a UUID, with a filler, with the same one in other letters', async () => {
    const host = await enrolled();
    const uuids = [null, '00000000-0000-0000-0000-000000000000', `{${host.machineId.toLowerCase()}}`];
    for (const machineId of uuids) {
      const same = hosts.make({ state: host.state, hostname: host.hostname, machineId });
      const [sent] = await same.run(RUN);
      expect(sent).toMatchObject({ Outcome: 'Sent', ExitCode: 0 });
    }
  });

  it('sends as before where its identity is of an agent that kept no machine id', async () => {
    const host = await enrolled();
    const [sent] = await host.run(`Set-State identity @{ machineId = $null }; ${RUN}`);
    expect(sent).toMatchObject({ Outcome: 'Sent', ExitCode: 0 });
  });
});
