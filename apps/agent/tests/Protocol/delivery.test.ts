import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentHost,
  type AgentHosts,
  hasPowerShell,
  makeAgentHosts,
} from '@/apps/agent/tests/Support/agent-host';
import { explain } from '@/lib/domain/explain/explain';
import type { Ctx } from '@/lib/server/context';
import { withClient } from '@/lib/server/db/connection';
import { allowReenroll, retireHost } from '@/lib/server/services/host';
import { PASSED, snapshotOf } from '@/test/support/agent-client';
import { type FaultProxy, startFaultProxy } from '@/test/support/fault-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

const MINUTE_MS = 60_000;

let server: TestServer;
let proxy: FaultProxy;
let hosts: AgentHosts;
let world: World;

beforeAll(async () => {
  if (!hasPowerShell) return;
  server = await startTestServer();
  proxy = await startFaultProxy(server.address);
  world = await makeWorld(server.runtime.db);
  const token = await world.enrollmentToken({ uses: 100 });
  hosts = makeAgentHosts({ address: proxy.address, token });
});
afterEach(() => {
  proxy.decide(() => 'pass');
});
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

/** As one of this host's, collected so many minutes ago, without the number that only the spool gives. */
function textOf({ hostname, fqdn, machineId }: AgentHost, minutesAgo = 0, words: object = {}): string {
  const collectedAt = new Date(Date.now() - minutesAgo * MINUTE_MS);
  const { sequence: _, ...snapshot } = snapshotOf(
    { hostname, fqdn, machineId },
    { collectedAt, hgsClient: PASSED, ...words },
  );
  return JSON.stringify(snapshot);
}
const textsOf = (host: AgentHost, count: number) =>
  Array.from({ length: count }, (_, index) => textOf(host, (count - index) * 5));

const hostIdOf = (host: AgentHost) => String(host.readState('identity').hostId);

async function storedOf(host: AgentHost): Promise<number> {
  const [row] = await server.runtime.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM snapshot_receipt
    WHERE host_id = ${hostIdOf(host)}::uuid AND outcome = 'stored'`;
  return row.count;
}

const to = (path: string) => proxy.seen.filter((request) => request.path === `/api/v1/agent/${path}`);

/** What a process of its own finds is shown elsewhere. */
const ALONE = `& (Get-Module GuardedFabricAgent) { function script:Get-GfaShellPath { '/nowhere/powershell' } }`;

describe.runIf(hasPowerShell)('a host whose credential the server does not know any more', () => {
  it('enrols again by the command that enrols, where it has a token, and says so where it has none', async () => {
    const host = hosts.make();
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    const first = hostIdOf(host);
    await retireHost({ ctx: ctx(), input: { id: first } });
    const [refused, kept, warned, enrolled, sent] = await host.run(
      `Add-Text (Get-Texts); Send
         Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -StatePath $state -WarningVariable warned; "$warned"
         Register; Send`,
      { texts: textsOf(host, 1) },
    );
    expect(refused).toMatchObject({ Outcome: 'Refused' });
    expect(kept).toMatchObject({ Enrolled: false, HostId: first });
    expect(warned).toMatch(/keeps its credential, which .* refuses\. With a token/);
    expect(enrolled).toMatchObject({ Enrolled: true, HostId: hostIdOf(host) });
    expect(hostIdOf(host)).not.toBe(first);
    expect(sent).toMatchObject({ Outcome: 'Sent', Pending: 0 });
  });

  it('enrols again in one go by the command that installs', async () => {
    const host = hosts.make();
    await host.run('$null = Register');
    await retireHost({ ctx: ctx(), input: { id: hostIdOf(host) } });
    const [repaired] = await host.run(
      `${ALONE}; Install-GuardedFabricAgent -Server $env:GF_TEST_SERVER -StatePath $state -TokenFile $env:GF_TEST_TOKEN_FILE`,
    );
    expect(repaired).toMatchObject({ Outcome: 'Sent', HostId: hostIdOf(host) });
    expect(await storedOf(host)).toBeGreaterThan(0);
  });
});

describe.runIf(hasPowerShell)('an answer that is lost', () => {
  it('at enrolment, is asked for again and gives the same host', async () => {
    const host = hosts.make();
    let lost = 0;
    proxy.decide(({ path }) => (path.endsWith('/enroll') && lost++ === 0 ? 'cut' : 'pass'));
    const [enrolled, sent] = await host.run('Register; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 1),
    });
    expect(enrolled).toMatchObject({ Enrolled: true });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(lost).toBe(2);
    expect(await server.runtime.db.host.count({ where: { enrolledHostname: host.hostname } })).toBe(1);
  });

  it('at rotation, costs nothing: the credential goes on working and is rotated by the next run', async () => {
    const host = hosts.make();
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    const first = host.readState('identity').credential;
    proxy.decide(({ path }) => (path.endsWith('/rotate') ? 'cut' : 'pass'));
    const old = `$null = Set-State identity @{ issuedAt = '2026-01-01T00:00:00.000Z' }`;
    const [sent] = await host.run(`${old}; Add-Text (Get-Texts); Send`, { texts: textsOf(host, 1) });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(host.readState('identity').credential).toBe(first);
    expect(to('rotate').at(-1)?.status).toBe(200);

    proxy.decide(() => 'pass');
    const [next] = await host.run('Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    expect(next).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(host.readState('identity')).toMatchObject({ previousCredential: first });
    expect(host.readState('identity').credential).not.toBe(first);
    expect(host.readState('counters').sequence).toBe(3);
    expect(await storedOf(host)).toBe(3);
  });

  it('after the commit, doubles nothing', async () => {
    const host = hosts.make();
    let lost = 0;
    proxy.decide(({ path }) => (path.endsWith('/snapshots') && lost++ === 0 ? 'cut' : 'pass'));
    const [sent] = await host.run('$null = Register; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 5),
    });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 0, Duplicate: 5, Pending: 0 });
    expect(await storedOf(host)).toBe(5);
    expect(host.entries('sent')).toHaveLength(5);
  });
});

describe.runIf(hasPowerShell)('enrolling again', () => {
  it('is refused for a live host, and done once an operator allows it', async () => {
    const host = hosts.make();
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    const { hostId, credential } = host.readState('identity');
    const again = 'Remove-Item "$state/identity.xml"; Get-Said { Register }';
    const [refused] = await host.run(again);
    expect(refused).toMatch(/knows a live host.*allow-reenroll/);

    await allowReenroll({ ctx: ctx(), input: { id: String(hostId) } });
    const [allowed, sent] = await host.run('Register; Add-Text (Get-Texts); Send', {
      texts: textsOf(host, 1),
    });
    expect(allowed).toMatchObject({ Enrolled: true, HostId: hostId });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    // Its sequence counts anew, and the credential from before is worth nothing.
    expect(host.readState('counters').sequence).toBe(1);
    const [dead] = await host.run(
      `Set-State identity @{ credential = '${credential}' }; Add-Text (Get-Texts); Send`,
      { texts: textsOf(host, 1) },
    );
    expect(dead).toMatchObject({ Outcome: 'Refused', Pending: 1 });
  });

  it('is done by a token that allows it only while the host is silent', async () => {
    const allowing = await world.enrollmentToken({ uses: 2, allowReenroll: true });
    const host = hosts.make();
    const script =
      'Remove-Item "$state/identity.xml"; Set-Content "$state/token" $env:GF_ALLOWING; Get-Said { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile "$state/token" -StatePath $state }';
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    const hostId = hostIdOf(host);
    const variables = { GF_ALLOWING: allowing };
    const [live] = await host.run(script, { variables });
    expect(live).toMatch(/knows a live host/);

    const past = new Date(Date.now() - MINUTE_MS);
    await server.runtime.db.hostLive.update({
      where: { hostId },
      data: { lateAfter: past, silentAfter: past },
    });
    const [silent] = await host.run(script.replace('Remove-Item "$state/identity.xml"; ', ''), {
      variables,
    });
    expect(silent).toMatchObject({ Enrolled: true, HostId: hostId });
  });

  it('of a retired host makes another host, and its old credential is refused and keeps everything', async () => {
    const host = hosts.make();
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 1) });
    const hostId = hostIdOf(host);
    await retireHost({ ctx: ctx(), input: { id: hostId } });
    const [refused, waiting] = await host.run(
      'Add-Text (Get-Texts); Send; Send-GuardedFabricSnapshot -StatePath $state',
      { texts: textsOf(host, 2) },
    );
    expect(refused).toMatchObject({ Outcome: 'Refused', Pending: 2 });
    expect(waiting).toMatchObject({ Outcome: 'Refused', Pending: 2 });
    expect(waiting).toMatchObject({ Message: expect.stringMatching(/refuses .* not before 20/) });
    const [again, sent] = await host.run(
      'Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state -Force; Send',
    );
    expect(again).toMatchObject({ Enrolled: true });
    expect(host.readState('identity').hostId).not.toBe(hostId);
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 2, Pending: 0 });
  });
});

describe.runIf(hasPowerShell)('a database that was restored', () => {
  it('is sent again what it lost, once, under the credential that it knows', async () => {
    const host = hosts.make();
    await host.run('$null = Register; Add-Text (Get-Texts); Send', { texts: textsOf(host, 2) });
    const known = host.readState('identity').credential;
    const backup = await server.database.copy();
    // Since the backup: another credential, and three snapshots under it.
    const old = `$null = Set-State identity @{ issuedAt = '2026-01-01T00:00:00.000Z' }`;
    const [acknowledged] = await host.run(`${old}; Add-Text (Get-Texts); Send`, { texts: textsOf(host, 3) });
    expect(acknowledged).toMatchObject({ Outcome: 'Sent', Stored: 3 });
    expect(host.readState('identity').credential).not.toBe(known);

    // As docs/operate.md says for a backup that was restored by hand.
    await withClient(backup.migrateUrl, (client) =>
      client.query('UPDATE installation SET server_epoch = gen_random_uuid()'),
    );
    const restored = await startTestServer({ database: backup });
    try {
      const [sent] = await host.run(
        'Set-State config @{ server = $env:GF_RESTORED }; Add-Text (Get-Texts); Send',
        { texts: textsOf(host, 1), variables: { GF_RESTORED: restored.address } },
      );
      expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 4, Duplicate: 2, Rejected: 0, Pending: 0 });
      expect(host.readState('identity').credential).toBe(known);
      expect(host.log()).toMatch(/ 2005 Warning /);
      const rows = await restored.runtime.db.$queryRaw<{ id: string; outcome: string }[]>`
        SELECT snapshot_id::text AS id, outcome::text AS outcome FROM snapshot_receipt
        WHERE host_id = ${hostIdOf(host)}::uuid`;
      expect(rows.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'stored'));
      expect(new Set(rows.map(({ id }) => id)).size).toBe(6);
    } finally {
      await restored.stop();
    }
  });
});

describe.runIf(hasPowerShell)('the self-test', () => {
  it('prints what the Explain page understands, every line of it', async () => {
    const script = `
      $found = Test-GuardedFabricHost -StatePath $state
      ($found | Format-List | Out-String -Width 120), ($found.Collectors | Out-String -Width 200), ($found | ConvertTo-Json -Depth 5)`;
    const printed = (await hosts.make().run(script)).map(String);
    for (const text of [printed.slice(0, 2).join('\n'), String(printed[2])]) {
      const { verdict, failingChecks, notes, understood, ignored } = explain(text);
      expect(notes).toEqual([]);
      expect(verdict.code).toBe('insecure');
      expect(failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
      expect(ignored).toEqual([]);
      expect(understood).toContainEqual({ field: 'HgsClientReturns', value: 'enumerations' });
      expect(understood).toContainEqual({ field: 'LanguageMode', value: 'ConstrainedLanguage' });
      expect(understood.filter(({ field }) => field === 'hostGuardianFeature')).not.toEqual([]);
    }
  });
});
