import { expect, test } from 'vitest';
import type { AgentApi } from './agent-api';
import { createFaults, NO_FAULTS } from './faults';
import { makeFleet } from './fleet/fleet';
import { HostAgent, noCounts } from './host-agent';

const PRESENT = Date.parse('2026-11-24T08:42:00Z');

test('a host that is no longer taken has nothing that waits to be acknowledged', async () => {
  const fleet = makeFleet({ hosts: 1, days: 1, seed: 1, presentMs: PRESENT });
  const [host] = fleet.hosts;
  if (host === undefined) throw new Error('no host');
  let tellRefused = () => {};
  const refused = new Promise<void>((resolve) => {
    tellRefused = resolve;
  });
  const api: Pick<AgentApi, 'send'> = {
    send: async () => ({
      kind: 'refused',
      refusal: { status: 401, code: 'invalid_credential', retryAfterSeconds: null },
    }),
  };
  const agent = new HostAgent({
    fleet,
    enrolled: { host, hostId: 'one', credential: 'gfh_one' },
    api: api as AgentApi,
    faults: createFaults(fleet, NO_FAULTS),
    counts: noCounts(),
    record: () => undefined,
    waitScale: 1,
    onRefused: () => tellRefused(),
  });
  agent.collect(PRESENT);
  expect(agent.oldestUnsent()).toBe(PRESENT);
  await refused;
  expect(agent.oldestUnsent()).toBeNull();
  expect(agent.pending()).toBe(0);
});
