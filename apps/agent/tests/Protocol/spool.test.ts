import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentHost,
  type AgentHosts,
  hasPowerShell,
  makeAgentHosts,
  spoolFile,
} from '@/apps/agent/tests/Support/agent-host';
import { root } from '@/apps/agent/tests/tools.mjs';
import { HostDetail, Timeline } from '@/lib/contracts/fleet';
import { INSECURE, PASSED, snapshotOf } from '@/test/support/agent-client';
import { type FaultProxy, startFaultProxy } from '@/test/support/fault-proxy';
import { runs } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const INTERVAL_MS = 5 * MINUTE_MS;
/** How long a snapshot vouches for its host: four intervals. */
const REACH_MS = 4 * INTERVAL_MS;

let server: TestServer;
let proxy: FaultProxy;
let hosts: AgentHosts;
let token: string;

beforeAll(async () => {
  if (!hasPowerShell) return;
  server = await startTestServer({ variables: { GF_REPORT_INTERVAL_SECONDS: '300' } });
  proxy = await startFaultProxy(server.address);
  const world = await makeWorld(server.runtime.db);
  token = await world.apiToken('auditor');
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

const hostIdOf = (host: AgentHost) => String(host.readState('identity').hostId);

async function ask(host: AgentHost, below = ''): Promise<unknown> {
  const url = `${server.address}/api/v1/hosts/${hostIdOf(host)}${below}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return answer.json();
}
const rowOf = async (host: AgentHost) => HostDetail.parse(await ask(host));
const timelineOf = async (host: AgentHost) => Timeline.parse(await ask(host, '/timeline'));

function textAt({ hostname, fqdn, machineId }: AgentHost, collectedAt: Date, words: object = {}): string {
  const { sequence: _sequence, ...snapshot } = snapshotOf(
    { hostname, fqdn, machineId },
    { collectedAt, ...words },
  );
  return JSON.stringify(snapshot);
}

/** What the server was sent, in the order in which it came. */
const sentSequences = (): number[] =>
  proxy.seen
    .filter(({ path: asked }) => asked.endsWith('/snapshots'))
    .flatMap(({ body }) => JSON.parse(body).snapshots.map(({ sequence }: { sequence: number }) => sequence));

const ABSENT_HOURS = runs({ push: 5, long: 72 });

describe.runIf(hasPowerShell)(`an absence of ${ABSENT_HOURS} hours`, () => {
  const COUNT = (ABSENT_HOURS * 60 * MINUTE_MS) / INTERVAL_MS;

  /** The module's own fixture, every fact filled, as one host sends it; its content changes twice a day. */
  function fullTexts(host: AgentHost, newest: Date): string[] {
    const file = path.join(root, 'apps/agent/tests/Fixtures/snapshot.full.json');
    const fixture = JSON.parse(readFileSync(file, 'utf8'));
    return Array.from({ length: COUNT }, (_, index) => {
      const collectedAt = new Date(newest.getTime() - (COUNT - 1 - index) * INTERVAL_MS);
      const { hostname, fqdn, machineId } = host;
      const total = Math.floor(index / (COUNT / 6));
      return JSON.stringify({
        ...fixture,
        snapshotId: randomUUID(),
        collectedAt: collectedAt.toISOString(),
        host: { ...fixture.host, hostname, fqdn, machineId },
        facts: { ...fixture.facts, shieldedVms: { status: 'ok', value: { total, running: 0 } } },
      });
    });
  }

  it('is drained in order and whole', async () => {
    const host = hosts.make();
    await host.run('$null = Register');
    const enrolmentId = String(host.readState('identity').enrolmentId);
    const texts = fullTexts(host, new Date());
    for (const [index, text] of texts.entries())
      writeFileSync(
        path.join(host.state, 'spool', spoolFile({ number: index + 1, enrolmentId, text })),
        text,
      );
    const counters = { entry: COUNT, sequence: COUNT, dropped: 0, quarantined: 0 };
    writeFileSync(path.join(host.state, 'counters.json'), JSON.stringify(counters));

    const [sent] = await host.run('Send');
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: COUNT, Duplicate: 0, Rejected: 0, Pending: 0 });
    expect(sentSequences()).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    const rows = await server.runtime.db.$queryRaw<{ id: string }[]>`
      SELECT snapshot_id::text AS id FROM snapshot_receipt
      WHERE host_id = ${hostIdOf(host)}::uuid AND outcome = 'stored'`;
    expect(rows.map(({ id }) => id).sort()).toEqual(texts.map((text) => JSON.parse(text).snapshotId).sort());

    const { runs, unverified } = await timelineOf(host);
    expect(runs).toMatchObject([{ attestationStatus: 'InsecureHostConfiguration', lateEvidence: true }]);
    expect(unverified).toEqual([]);
    expect(await rowOf(host)).toMatchObject({ state: 'InsecureHostConfiguration', reporting: 'onTime' });
  });
});

/** A folder that holds so much and no more; false where this system lets nobody mount one. */
function mountSmallDisk(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Where no disk can be had that is small: the one cmdlet that fills it fails as it does on a full one. */
const FULL_DISK = `
function global:Set-Content {
    [CmdletBinding()] param($LiteralPath, $Value, $Encoding, [switch]$NoNewline)
    $used = (Get-ChildItem -LiteralPath $env:GF_TEST_STATE -Recurse -File | Measure-Object -Property Length -Sum).Sum
    if ($used + "$Value".Length -gt 2MB) { Write-Error -Message 'There is not enough space on the disk.' -ErrorId GfaFileShort -ErrorAction Stop }
    Microsoft.PowerShell.Management\\Set-Content @PSBoundParameters
}`;

describe.runIf(hasPowerShell)('a disk that is full', () => {
  const COUNT = 28;

  it('loses the oldest, keeps the newest, and leaves a gap that can be seen', {
    timeout: 240_000,
  }, async () => {
    const disk = path.join(hosts.folder, 'small-disk');
    const isMounted = mountSmallDisk(disk, '2m');
    try {
      const host = hosts.make({ state: path.join(disk, 'agent') });
      const now = Date.now();
      const at = (index: number) => new Date(now - (COUNT - index) * INTERVAL_MS);
      const filler = Array.from({ length: 12 }, () => 'x'.repeat(8_000));
      const facts = { filler: { status: 'ok', value: { filler } } };
      const texts = Array.from({ length: COUNT + 1 }, (_, index) => textAt(host, at(index), { facts }));
      const script = `
        $null = Register
        $texts = Get-Texts
        Add-Text $texts[0]
        Send
        Set-State config @{ server = 'http://127.0.0.1:9' }
        Add-Text $texts[1..${COUNT}]
        Set-State config @{ server = $env:GF_TEST_SERVER }`;
      const [first] = await host.run(`${isMounted ? '' : FULL_DISK}${script}`, {
        texts,
        isApart: !isMounted,
      });
      expect(first).toMatchObject({ Outcome: 'Sent', Stored: 1 });

      const kept = host.entries('spool').map((name) => name.split('.')[3]);
      const dropped = COUNT - kept.length;
      expect(dropped).toBeGreaterThan(REACH_MS / INTERVAL_MS);
      expect(kept.length).toBeGreaterThan(10);
      expect(kept).toEqual(texts.slice(dropped + 1).map((text) => JSON.parse(text).snapshotId));
      expect(host.readState('counters')).toMatchObject({ dropped });
      expect(host.log()).toMatch(/ 2002 Warning /);

      proxy.seen.length = 0;
      const [sent] = await host.run('Send');
      expect(sent).toMatchObject({ Outcome: 'Sent', Stored: kept.length, Pending: 0 });
      expect(JSON.parse(proxy.seen.at(-1)?.body ?? '{}').spool).toMatchObject({ dropped });
      const { unverified, events } = await timelineOf(host);
      expect(events).toContainEqual(expect.objectContaining({ kind: 'snapshotsDropped', dropped }));
      expect(unverified).toHaveLength(1);
      const expected = [at(0).getTime() + REACH_MS, at(dropped + 1).getTime()];
      const gap = [unverified[0]?.from, unverified[0]?.to].map((time) => Date.parse(time ?? ''));
      for (const [index, time] of expected.entries())
        expect(Math.abs((gap[index] ?? 0) - time)).toBeLessThan(MINUTE_MS);
    } finally {
      if (isMounted) execFileSync('umount', ['--lazy', disk]);
    }
  });
});

/** A full disk cuts a small text short, and reports nothing. */
const NOTHING_FITS = `
function global:Set-Content {
    [CmdletBinding()] param($LiteralPath, $Value, $Encoding, [switch]$NoNewline)
    $null = New-Item -Path $LiteralPath -ItemType File -Force
}`;

describe.runIf(hasPowerShell)('a disk on which nothing more fits', () => {
  it('takes nothing from what the agent knows, and what the server took is not sent again', async () => {
    const disk = path.join(hosts.folder, 'full-disk');
    const isMounted = mountSmallDisk(disk, '1m');
    try {
      const host = hosts.make({ state: path.join(disk, 'agent') });
      const texts = [0, 1].map((index) => textAt(host, new Date(Date.now() - (2 - index) * INTERVAL_MS)));
      const refused = JSON.stringify({ snapshotId: randomUUID() });
      await host.run('$null = Register; Add-Text (Get-Texts)', { texts: [refused, ...texts] });
      const known = (['identity', 'config', 'counters'] as const).map((name) => host.readState(name));
      const fill = path.join(disk, 'fill');
      if (isMounted) expect(() => writeFileSync(fill, Buffer.alloc(2 ** 20))).toThrow('ENOSPC');

      const [said] = await host.run(`${isMounted ? '' : NOTHING_FITS}Get-Said { Send }`, {
        isApart: !isMounted,
      });
      expect(said).toMatch(/counters\.json\.[0-9a-f-]+\.tmp could not be written whole: make room/);
      expect((['identity', 'config', 'counters'] as const).map((name) => host.readState(name))).toEqual(
        known,
      );
      const lengths = (['spool', 'sent', 'quarantine'] as const).map((name) => host.entries(name).length);
      expect(lengths).toEqual([0, 2, 1]);
      rmSync(fill, { force: true });
      const [sent] = await host.run('Add-Text (Get-Texts); Send', { texts: [textAt(host, new Date())] });
      expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1, Duplicate: 0, Pending: 0 });
      expect(host.readState('counters')).toMatchObject({ sequence: 4, dropped: 0 });
    } finally {
      if (isMounted) execFileSync('umount', ['--lazy', disk]);
    }
  });
});

/** The agent's clock, for this script. */
const ahead = (by: string) =>
  `& (Get-Module GuardedFabricAgent) { function script:Get-Date { (Microsoft.PowerShell.Utility\\Get-Date).${by} } }`;

describe.runIf(hasPowerShell)('a clock that was stepped', () => {
  const register = '$null = Register; Add-Text (Get-Texts); Send';

  it('back between collecting and sending, greens nothing, and the step is told', async () => {
    const host = hosts.make();
    const now = Date.now();
    const texts = [
      textAt(host, new Date(now - INTERVAL_MS), { hgsClient: INSECURE }),
      textAt(host, new Date(now + 3 * DAY_MS), { hgsClient: PASSED }),
      textAt(host, new Date(now), { hgsClient: INSECURE }),
    ];
    const [sent] = await host.run(register, { texts });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 3, Rejected: 0, Pending: 0 });
    const row = await rowOf(host);
    expect(row).toMatchObject({ state: 'InsecureHostConfiguration', reporting: 'onTime' });
    expect(Date.parse(row.lastObservedAt ?? '')).toBeLessThanOrEqual(Date.now());
    const { events } = await timelineOf(host);
    expect(events.map(({ kind }) => kind)).toContain('clockStepped');
  });

  it('forward between collecting and sending, makes old evidence of what was collected before', async () => {
    const host = hosts.make();
    const now = Date.now();
    await host.run(register, { texts: [textAt(host, new Date(now), { hgsClient: INSECURE })] });
    const old = textAt(host, new Date(now - 3 * DAY_MS), { hgsClient: PASSED });
    const [sent] = await host.run('Add-Text (Get-Texts); Send', { texts: [old] });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1, Pending: 0 });
    expect(await rowOf(host)).toMatchObject({ state: 'InsecureHostConfiguration', reporting: 'onTime' });
    const [next] = await host.run('Add-Text (Get-Texts); Send', {
      texts: [textAt(host, new Date(), { hgsClient: PASSED })],
    });
    expect(next).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    expect(await rowOf(host)).toMatchObject({ state: 'Passed' });
  });

  it('and stays off, is measured: the host passes, at risk', async () => {
    const host = hosts.make();
    const seconds = 7200;
    const texts = [textAt(host, new Date(Date.now() + seconds * 1000), { hgsClient: PASSED })];
    const [sent] = await host.run(`${ahead('AddSeconds(7200)')}; ${register}`, { texts });
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1 });
    const row = await rowOf(host);
    expect(row).toMatchObject({ state: 'Passed', reporting: 'onTime', risk: ['clockInSync'] });
    expect(Math.abs((row.clockOffsetSeconds ?? 0) - seconds)).toBeLessThan(120);
    expect((await timelineOf(host)).events.map(({ kind }) => kind)).not.toContain('clockStepped');
  });

  it('back while it waits, keeps it waiting no longer than it ever waits', async () => {
    const host = hosts.make();
    proxy.decide(({ path: asked }) => (asked.endsWith('/snapshots') ? { status: 503 } : 'pass'));
    const [kept] = await host.run(
      `${ahead('AddDays(3)')}; $null = Register; Add-Text (Get-Texts); Send -MaximumWaitSeconds 0`,
      { texts: [textAt(host, new Date(), { hgsClient: PASSED })] },
    );
    expect(kept).toMatchObject({ Outcome: 'Kept', Pending: 1 });
    proxy.decide(() => 'pass');
    const [sent] = await host.run('Send-GuardedFabricSnapshot -StatePath $state');
    expect(sent).toMatchObject({ Outcome: 'Sent', Stored: 1, Pending: 0 });
  });
});
