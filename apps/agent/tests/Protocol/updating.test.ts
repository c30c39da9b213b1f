import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPowerShell } from '@/apps/agent/tests/Support/agent-host';
import { type AgentShell, openAgentShell } from '@/apps/agent/tests/Support/agent-shell';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';
import { type Enrolled, enroll, hostNames, INSECURE, send, snapshotOf } from '@/test/support/agent-client';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName, type World } from '@/test/support/world';

// The lines of docs/agent.md that make Cluster-Aware Updating ask, as somebody copies them.

const SECTION = 'Cluster-Aware Updating';
const SERVER = "$server = 'https://fabric.fab.example'";
const FILE = "$file = 'C:\\ProgramData\\GuardedFabric\\api-token.txt'";

function linesOfDocument(): string {
  const document = readFileSync(path.join(root, 'docs/agent.md'), 'utf8');
  const [, text = ''] = document.split(`\n## ${SECTION}\n`);
  const [own = ''] = text.split('\n## ');
  const [, lines = ''] = /```powershell\n(.*?)```/s.exec(own) ?? [];
  return lines;
}

const ok = (value: unknown) => ({ status: 'ok', value });

type Node = { name: string; state?: string };

const factsOf = (nodes: readonly Node[]) => ({
  shieldedVms: ok({ total: 3, running: 2 }),
  secureBoot: ok({ enabled: true, uefi: true, uefiCa2023Status: 'Updated', updateAvailable: 0 }),
  cluster: ok({
    name: 'CL-1',
    nodeState: 'Up',
    nodes: nodes.map(({ name, state = 'Up' }) => ({ name, state })),
  }),
});

type Asked = { server?: string; token?: string; computer: string };

describe.runIf(hasPowerShell)('the pre-update script of docs/agent.md', () => {
  const lines = linesOfDocument();
  const { pwsh = 'pwsh' } = ensureTools(console.log);
  let folder: string;
  let server: TestServer;
  let world: World;
  let token: string;
  let shell: AgentShell;
  let hosts: [Enrolled, Enrolled];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gf-updating-'));
    shell = openAgentShell(pwsh, folder, { ...process.env, POWERSHELL_TELEMETRY_OPTOUT: '1' });
    server = await startTestServer();
    world = await makeWorld(server.runtime.db);
    token = await world.apiToken('viewer');
    const secret = await world.enrollmentToken({ uses: 5 });
    const made = async () => enroll(server.address, secret, hostNames(uniqueName('HV').toUpperCase()));
    hosts = [await made(), await made()];
    for (const host of hosts) await say(host);
  });
  afterAll(async () => {
    shell.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const say = (host: Enrolled, words: Parameters<typeof snapshotOf>[1] = {}) =>
    send(
      server.address,
      host,
      snapshotOf(host, {
        sequence: undefined,
        host: { cluster: 'CL-1' },
        facts: factsOf(hosts.map(({ hostname }) => ({ name: hostname }))),
        ...words,
      }),
    );

  const scriptFor = ({ server: address = server.address, token: given = token, computer }: Asked) => {
    const file = path.join(folder, 'api-token.txt');
    writeFileSync(file, `${given}\n`, { mode: 0o600 });
    const own = lines.replace(SERVER, `$server = '${address}'`).replace(FILE, `$file = '${file}'`);
    return `$env:COMPUTERNAME = '${computer}'\n${own}\n'goes on'\n`;
  };

  /** What CAU would be told, in Constrained Language Mode: "goes on", or why the node is not updated. */
  const told = async (asked: Asked) => {
    const script = `$told = try {\n${scriptFor(asked)}} catch { "stops: $($_.Exception.Message)" }\n'<<<' + $told + '>>>'`;
    return /<<<(.*)>>>/s.exec(await shell.run(script))?.[1];
  };

  it('is ten lines, with a server and a file to fill in', () => {
    expect(lines.trim().split('\n')).toHaveLength(10);
    for (const part of [SERVER, FILE]) expect(lines).toContain(part);
  });

  it('goes on where the answer is yes, and stops with the reason where it is no', async () => {
    const [first, second] = hosts;
    expect(await told({ computer: first.hostname })).toBe('goes on');
    const file = path.join(folder, 'full.ps1');
    writeFileSync(file, scriptFor({ computer: first.hostname }));
    const run = async () =>
      (
        await promisify(execFile)(pwsh, ['-NoProfile', '-NonInteractive', '-File', file], {
          env: { ...process.env, ...shortLivedDotnet },
        })
      ).stdout;
    expect(await run()).toContain('goes on');
    await say(second, { hgsClient: INSECURE });
    expect(await told({ computer: first.hostname })).toMatch(
      /^stops: Guarded Fabric says 'no' to draining this node: 2 shielded VMs run here/,
    );
    // A process of its own ends with a code that is not 0.
    await expect(run()).rejects.toThrow(/Guarded Fabric says 'no'/);
    await say(second);
    expect(await told({ computer: first.hostname })).toBe('goes on');
  });

  it('stops where nothing is known', async () => {
    const never = hostNames(uniqueName('HV').toUpperCase());
    await enroll(server.address, await world.enrollmentToken(), never);
    expect(await told({ computer: never.hostname })).toMatch(/^stops: Guarded Fabric says 'unknown'/);
    expect(await told({ computer: 'HV-NOBODY' })).toMatch(/^stops: Guarded Fabric knows 0 hosts/);
    const elsewhere = await (await makeWorld(server.runtime.db)).apiToken('viewer');
    const [{ hostname: computer }] = hosts;
    expect(await told({ computer, token: elsewhere })).toMatch(/^stops: Guarded Fabric knows 0 hosts/);
    expect(await told({ computer, token: 'gfk_wrong' })).toMatch(/^stops: .*401/);
    expect(await told({ computer, token: '' })).toMatch(/^stops: /);
  });

  describe('asked of something else', () => {
    let other: Server;
    let answers: { status: number; headers: Record<string, string>; body: string }[];
    let address: string;

    beforeAll(async () => {
      other = createServer((_request, response) => {
        const { status, headers, body } = answers.shift() ?? { status: 500, headers: {}, body: '' };
        response.writeHead(status, headers).end(body);
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      other.closeAllConnections();
      other.close();
    });

    const json = (value: unknown) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    const one = json({ hosts: [{ id: 'x', hostname: 'HV-1' }] });

    it.each([
      ['another word', [one, json({ answer: 'YES', reasons: [] })]],
      ['a list that says yes twice', [one, json({ answer: ['yes', 'yes'] })]],
      ['nothing', [one, json({})]],
      ['a page', [one, { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>yes</p>' }]],
      ['a failure', [one, { status: 503, headers: {}, body: 'yes' }]],
      ['two hosts of one name', [json({ hosts: [1, 2].map((id) => ({ id, hostname: 'HV-1' })) })]],
      ['a page instead of hosts', [{ status: 200, headers: {}, body: 'yes' }]],
      [
        'a redirect to somebody who says yes',
        [one, { status: 302, headers: { location: '/elsewhere' }, body: '' }, json({ answer: 'yes' })],
      ],
    ])('it stops at %s', async (_, given) => {
      answers = [...given];
      expect(await told({ server: address, computer: 'HV-1' })).toMatch(/^stops: /);
      answers = [one, json({ answer: 'yes', reasons: [] })];
      expect(await told({ server: address, computer: 'HV-1' })).toBe('goes on');
    });

    it('stops where nobody answers', async () => {
      expect(await told({ server: 'http://127.0.0.1:1', computer: 'HV-1' })).toMatch(/^stops: /);
    });
  });
});
