import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '@/apps/agent/tests/tools.mjs';
import { hostNames } from '@/test/support/agent-client';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// Hosts are upgraded one after another, and the server first: what an earlier agent sends is taken. The requests were
// recorded from that agent, on the same described host that the present one is tested on. The present one is tested
// against this server in Protocol/.

type Snapshot = { snapshotId: string; collectedAt: string; host: object };
type Recorded = { path: string; body: { sentAt: string; snapshots?: Snapshot[] } & Record<string, unknown> };

const recorded = (version: string): Recorded[] =>
  JSON.parse(readFileSync(path.join(root, `apps/agent/tests/Fixtures/requests.${version}.json`), 'utf8'))
    .requests;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe.each(['1.0.0', '1.1.0'])('what the agent %s sends', (version) => {
  it('is taken by this server: it enrols, sends, renews its credential, and is shown as it was', async () => {
    const world = await makeWorld(server.runtime.db);
    const names = hostNames(uniqueName('HV'));
    let secret = await world.enrollmentToken();
    const answers: [string, number][] = [];
    for (const { path: asked, body } of recorded(version)) {
      // The host and the time are changed; all else is as it was sent.
      const collectedAt = new Date().toISOString();
      const snapshots = body.snapshots?.map((one) => ({
        ...one,
        snapshotId: randomUUID(),
        collectedAt,
        host: { ...one.host, ...names },
      }));
      const said = asked.endsWith('/enroll')
        ? { ...body, ...names }
        : { ...body, sentAt: collectedAt, snapshots };
      const response = await fetch(new URL(asked, server.address), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(said),
      });
      const answer = await response.json();
      answers.push([asked.replace(/.*\//, ''), response.status]);
      for (const { outcome } of answer.results ?? []) expect(outcome).toBe('stored');
      secret = answer.credential ?? secret;
    }
    expect(answers).toEqual([
      ['enroll', 201],
      ['snapshots', 200],
      ['rotate', 200],
      ['snapshots', 200],
    ]);
    const authorization = `Bearer ${await world.apiToken('viewer')}`;
    const found = await fetch(new URL(`/api/v1/hosts?q=${names.hostname}`, server.address), {
      headers: { authorization },
    });
    const { hosts } = await found.json();
    expect(hosts).toMatchObject([
      { hostname: names.hostname, state: 'InsecureHostConfiguration', reporting: 'onTime', shieldedVms: 3 },
    ]);
  });
});
