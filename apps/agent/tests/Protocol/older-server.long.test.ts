import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AgentHosts, hasPowerShell, makeAgentHosts } from '@/apps/agent/tests/Support/agent-host';
import { type FaultProxy, type Seen, startFaultProxy, type Verdict } from '@/test/support/fault-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

// This agent with a server of before it: the one that was shipped with the agent 1.0.0. In its place stands this server
// behind that server's contract: its routes and no others, the fields of its answers and no others, and only requests
// that it knew. A route it did not know was answered 404; a gateway in front of it may say 405 or 400.

const WITHOUT_CONNECTION = ['serverEpoch', 'serverTime', 'nextReportSeconds'];

type Route = { answers: readonly string[]; takes?: z.ZodType };

const CONTRACT: Readonly<Record<string, Route>> = {
  '/api/health/live': { answers: ['status'] },
  '/api/v1/agent/enroll': {
    answers: ['hostId', 'credential', ...WITHOUT_CONNECTION],
    takes: z.strictObject({
      machineId: z.string(),
      hostname: z.string(),
      fqdn: z.string().nullish(),
      agentVersion: z.string().nullish(),
    }),
  },
  '/api/v1/agent/snapshots': {
    answers: [...WITHOUT_CONNECTION, 'results'],
    takes: z.strictObject({
      schema: z.literal(1),
      sentAt: z.string(),
      spool: z.strictObject({ pending: z.number(), dropped: z.number() }),
      snapshots: z.array(z.unknown()),
    }),
  },
  '/api/v1/agent/rotate': { answers: ['credential', 'serverEpoch', 'serverTime'], takes: z.strictObject({}) },
};

const older =
  (unknownStatus: number) =>
  ({ path, body }: Seen): Verdict => {
    const route = CONTRACT[path];
    const isTaken = route?.takes?.safeParse(JSON.parse(body || 'null')).success ?? route !== undefined;
    if (route !== undefined && isTaken) return { only: route.answers };
    const status = route === undefined ? unknownStatus : 422;
    const problem = { type: 'about:blank', title: 'Not known', status, code: 'not_known', requestId: 'r' };
    const headers = { 'content-type': 'application/problem+json' };
    return { status, headers, body: JSON.stringify(problem) };
  };

let server: TestServer;
let before: FaultProxy;
let hosts: AgentHosts;

beforeAll(async () => {
  if (!hasPowerShell) return;
  server = await startTestServer();
  before = await startFaultProxy(server.address);
  const world = await makeWorld(server.runtime.db);
  const token = await world.enrollmentToken({ uses: 10 });
  hosts = makeAgentHosts({ address: before.address, token });
});
afterEach(() => {
  before.seen.length = 0;
});
afterAll(async () => {
  if (!hasPowerShell) return;
  hosts.remove();
  await before.close();
  await server.stop();
});

const asked = () => before.seen.map(({ path, status }) => [path.replace(/.*\//, ''), status]);

describe.runIf(hasPowerShell)('this agent with a server of before it', () => {
  it('enrols, sends what it collects, and renews its credential', async () => {
    before.decide(older(404));
    const host = hosts.make();
    const [first, renewed, second] = await host.run(
      `$null = Register
       Invoke-GuardedFabricAgent -StatePath $state -Force -Unattended
       Send -RotateCredential
       Invoke-GuardedFabricAgent -StatePath $state -Force -Unattended`,
      { isApart: true },
    );
    expect(first).toMatchObject({ Outcome: 'Sent', Stored: 1, Rejected: 0, Pending: 0 });
    expect(renewed).toMatchObject({ Outcome: 'Sent', Rejected: 0, Pending: 0 });
    expect(second).toMatchObject({ Outcome: 'Sent', Stored: 1, Rejected: 0, Pending: 0 });
    expect(asked()).toEqual([
      ['enroll', 201],
      ['snapshots', 200],
      ['rotate', 200],
      ['snapshots', 200],
    ]);
    expect(host.readState('status').connectionTls ?? null).toBeNull();
  });

  it.each([404, 405, 501])(
    'is told by %i that the token cannot be tested there, and says so of the clock too',
    async (status) => {
      before.decide(older(status));
      const words = '-Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state';
      const steps = (await hosts.make().run(`Test-GuardedFabricHost ${words}`)) as Record<string, string>[];
      const of = (name: string) => steps.find(({ Step }) => Step === name);
      expect(of('Server')).toMatchObject({ Result: 'ok' });
      const isOlder = expect.stringMatching(/older than this agent/);
      expect(of('Token')).toMatchObject({ Result: 'not tested', Found: isOlder });
      expect(of('Clock')).toMatchObject({ Result: 'not tested', Found: isOlder });
      expect(steps.filter(({ Result }) => Result === 'failed')).toEqual([]);
    },
  );

  it('says what was answered where something in between refuses the question', async () => {
    before.decide(older(400));
    const words = '-Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state';
    const steps = (await hosts.make().run(`Test-GuardedFabricHost ${words}`)) as Record<string, string>[];
    expect(steps.at(-1)).toMatchObject({ Step: 'Token', Result: 'failed', Found: '400 not_known' });
  });
});
