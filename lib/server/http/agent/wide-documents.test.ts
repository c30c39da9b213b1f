import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type Enrolled, enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { runs } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

/** Batches of 100 in a spool. What is held of the event loop is measured, and a busy machine takes longer for it. */
const SPOOLED_BATCHES = runs({ push: 3, long: 30 });

// How much is read of one credential has a limit, which is that credential's alone and which no spool reaches.

let server: TestServer;
let newHost: () => Promise<Enrolled>;
beforeAll(async () => {
  server = await startTestServer();
  const token = await (await makeWorld(server.runtime.db)).enrollmentToken({ uses: 10 });
  newHost = () => enroll(server.address, token, hostNames(uniqueName('HV')));
});
afterAll(() => server.stop());

async function post(host: Enrolled, snapshots: unknown[], more: object = {}) {
  const body = JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), ...more, snapshots });
  const response = await fetch(`${server.address}/api/v1/agent/snapshots`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${host.credential}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: new Uint8Array(gzipSync(body)),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const wide = (host: Enrolled) => ({
  ...snapshotOf(host),
  snapshotId: uuidv7(),
  wide: Array(26_000).fill([]),
});

/** A few bytes more, and little work. */
const long = (host: Enrolled) => ({
  ...snapshotOf(host),
  snapshotId: uuidv7(),
  long: Array(26).fill('x'.repeat(3_100)),
});

it('refuses one credential alone what is over the limit, and says when to come back', async () => {
  const [host, neighbour] = [await newHost(), await newHost()];
  const answers = [];
  for (const [count, document] of [
    [20, wide],
    ...Array.from({ length: 4 }, () => [100, long] as const),
  ] as const)
    answers.push(
      await post(
        host,
        Array.from({ length: count }, () => document(host)),
      ),
    );
  expect(answers[0]).toMatchObject({ status: 200 });
  expect(answers[0]?.body.results).toHaveLength(20);
  const refused = answers.at(-1);
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  const seconds = Number(refused?.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(refused?.body.retryAfterSeconds).toBe(seconds);
  expect((await post(neighbour, [snapshotOf(neighbour)])).body.results).toMatchObject([
    { outcome: 'stored' },
  ]);
});

it('takes a spool of ordinary snapshots without a pause: 3,000 in the long part', async () => {
  const host = await newHost();
  const sentAt = Date.now();
  for (let batch = 0; batch < SPOOLED_BATCHES; batch += 1) {
    const snapshots = Array.from({ length: 100 }, (_, index) => {
      const sequence = batch * 100 + index + 1;
      const collectedAt = new Date(sentAt - (3_001 - sequence) * 200_000);
      // As large as a host's whole evidence is.
      return snapshotOf(host, {
        sequence,
        collectedAt,
        facts: { diagnostics: { status: 'ok', value: { text: 'x'.repeat(3_000) } } },
      });
    });
    const answer = await post(host, snapshots, {
      spool: { pending: (SPOOLED_BATCHES - batch - 1) * 100, dropped: 0 },
    });
    expect(answer.status).toBe(200);
  }
});

/** How many deliveries of one host were open at once, at the most. */
function watchDeliveries(hostId: string): { most: number } {
  const { batcher } = server.runtime;
  const deliver = batcher.deliver.bind(batcher);
  const seen = { most: 0 };
  let open = 0;
  const spy = vi.spyOn(batcher, 'deliver').mockImplementation(async (delivery) => {
    if (delivery.hostId !== hostId) return deliver(delivery);
    open += 1;
    seen.most = Math.max(seen.most, open);
    return deliver(delivery).finally(() => {
      open -= 1;
    });
  });
  onTestFinished(() => void spy.mockRestore());
  return seen;
}

it('reads and judges no more than two requests of one credential at once', async () => {
  const host = await newHost();
  const seen = watchDeliveries(host.hostId);
  const snapshot = () => ({ ...snapshotOf(host), snapshotId: uuidv7() });
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(host, [snapshot()])));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(seen.most).toBe(2);
});

it('lets the next request of a credential wait for as long as the others had to, and no other', async () => {
  const [host, neighbour] = [await newHost(), await newHost()];
  const { batcher } = server.runtime;
  const deliver = batcher.deliver.bind(batcher);
  const spy = vi.spyOn(batcher, 'deliver').mockImplementation(async (delivery) => {
    if (delivery.hostId === host.hostId) delivery.noteHeld?.(5_000);
    return deliver(delivery);
  });
  onTestFinished(() => void spy.mockRestore());
  const answered: string[] = [];
  const ask = async (one: Enrolled) => {
    expect((await post(one, [snapshotOf(one)])).status).toBe(200);
    answered.push(one.hostId);
  };
  await ask(host);
  await Promise.all([ask(host), ask(neighbour)]);
  expect(answered).toEqual([host, neighbour, host].map(({ hostId }) => hostId));
});

it('counts the judging of what a credential sends with its reading', async () => {
  const host = await newHost();
  const credentialIds: string[] = [];
  const { batcher } = server.runtime;
  const deliver = batcher.deliver.bind(batcher);
  const spy = vi.spyOn(batcher, 'deliver').mockImplementation(async (delivery) => {
    const results = await deliver({
      ...delivery,
      // Each part as if it had taken all that may be taken.
      noteHeld: () => {
        credentialIds.push(delivery.hostId);
        delivery.noteHeld?.(6_000);
      },
    });
    return results;
  });
  onTestFinished(() => void spy.mockRestore());
  expect((await post(host, [snapshotOf(host)])).status).toBe(200);
  expect(credentialIds).toEqual([host.hostId]);
  expect((await post(host, [snapshotOf(host)])).status).toBe(429);
});
