import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RestartQuestion } from '@/lib/domain/restart/facts';
import type { DbRoot } from '@/lib/server/db/client';
import { createOnce } from '@/lib/server/request/once';
import type { SnapshotWords } from '@/test/support/agent-client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { askedStatements } from '@/test/support/asked-statements';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { mayRestartHost, retireHost } from '.';

const NOON = new Date('2026-11-24T12:00:00Z');
const minutes = (after: number) => new Date(NOON.getTime() + after * 60_000);

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

const ok = (value: unknown) => ({ status: 'ok', value });

/** A cluster of three, each of which tells its nodes; two VMs run on each. */
async function makeCluster(count = 3) {
  const hosts = await enrolledHosts(db, NOON, count);
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: hosts[0]?.hostId ?? '' } });
  const states = new Map(hosts.map(({ hostname }) => [hostname.toUpperCase(), 'Up']));
  const factsOf = (running: number) => ({
    shieldedVms: ok({ total: 4, running }),
    secureBoot: ok({ enabled: true, uefi: true, uefiCa2023Status: 'Updated', updateAvailable: 0 }),
    cluster: ok({
      name: 'CL-1',
      nodeState: 'Up',
      nodes: [...states].map(([name, state]) => ({ name, state })),
    }),
  });
  type Words = SnapshotWords & { after?: number; running?: number };
  const send = async (host: TestHost, { after = 0, running = 2, facts, ...words }: Words = {}) => {
    const receivedAt = minutes(after);
    const said = { host: { cluster: 'CL-1' }, ...words, facts: { ...factsOf(running), ...facts } };
    const snapshots = [snapshotAt(host, receivedAt, { sequence: undefined, ...said })];
    const [result] = await deliver(ingest, host, { receivedAt, snapshots });
    expect(result?.outcome).toBe('stored');
  };
  const ask = (host: TestHost, question: RestartQuestion = 'drain', after = 10) =>
    mayRestartHost({
      ctx: tokenCtx(db, { fabrics: [fabricId], role: 'viewer', now: minutes(after) }),
      input: { id: host.hostId, for: question },
    });
  const codes = async (...asked: Parameters<typeof ask>) => {
    const { answer, reasons, ableTargets } = await ask(...asked);
    return [answer, reasons.map(({ code }) => code).join(' '), ableTargets];
  };
  return { hosts: hosts as [TestHost, TestHost, TestHost], states, fabricId, send, ask, codes };
}

describe('may this node restart', () => {
  it('is read once where one request asks both questions, and answered as to each alone', async () => {
    const { hosts, fabricId, send, ask } = await makeCluster();
    for (const host of hosts) await send(host);
    const [{ hostId: id }] = hosts;
    const ctx = tokenCtx(db, { fabrics: [fabricId], role: 'viewer', now: minutes(10) });
    const alone = await Promise.all([ask(hosts[0], 'drain'), ask(hosts[0], 'restart')]);
    const askedAlone = await askedStatements(() => ask(hosts[0], 'drain'));
    const together = { ...ctx, once: createOnce() };
    const askedTogether = await askedStatements(async () => {
      const answers = (['drain', 'restart'] as const).map((question) =>
        mayRestartHost({ ctx: together, input: { id, for: question } }),
      );
      expect(await Promise.all(answers)).toEqual(alone);
    });
    expect(askedTogether.toSorted()).toEqual(askedAlone.toSorted());
  });

  it('is answered from what its cluster sent last, with what that rests on', async () => {
    const { hosts, send, ask } = await makeCluster();
    const [first, second, third] = hosts;
    for (const host of hosts) await send(host);
    await send(third, { after: 5, hgsClient: INSECURE });
    const drain = await ask(first);
    expect(drain).toEqual({
      answer: 'yes',
      for: 'drain',
      reasons: [
        {
          code: 'ableNodes',
          answer: 'yes',
          text: `1 of 2 other nodes of the cluster can take shielded VMs: ${second.hostname.toUpperCase()}.`,
          evidence: { nodes: [{ name: second.hostname.toUpperCase(), state: 'Up' }], others: 2 },
        },
        {
          code: 'allNodesUp',
          answer: 'yes',
          text: 'All 2 other nodes of the cluster are up.',
          evidence: { others: 2 },
        },
      ],
      ableTargets: 1,
      asOf: minutes(10).toISOString(),
      evidenceAt: NOON.toISOString(),
      evidenceUntil: minutes(30).toISOString(),
    });
    const restart = await ask(first, 'restart');
    expect(restart.answer).toBe('no');
    expect(restart.reasons[0]).toMatchObject({
      code: 'vmsRunning',
      evidence: { running: 2, total: 4 },
      text: '2 shielded VMs run here (2 more are off). Drain the node first.',
    });
  });

  it('follows its VMs, and the word of who looked last at the other nodes', async () => {
    const { hosts, states, send, codes } = await makeCluster();
    const [first, second, third] = hosts;
    for (const host of hosts) await send(host, { running: 0 });
    expect(await codes(first, 'restart')).toEqual(['yes', 'noVmRunning ableNodes allNodesUp', 2]);
    states.set(third.hostname.toUpperCase(), 'Down');
    await send(second, { after: 5, running: 0 });
    expect(await codes(first, 'restart')).toEqual(['no', 'nodeOut noVmRunning ableNodes', 1]);
  });

  it('is never yes from two intervals on, nor once the host is silent', async () => {
    const { hosts, send, codes } = await makeCluster();
    const [first, second] = hosts;
    await send(first, { running: 0 });
    for (const after of [0, 20, 40]) await send(second, { after, running: 0 });
    expect(await codes(first, 'drain', 29)).toEqual(['yes', 'noVmRunning ableNodes allNodesUp', 1]);
    expect(await codes(first, 'drain', 30)).toEqual(['unknown', 'evidenceOld', 0]);
    expect(await codes(first, 'drain', 61)).toEqual(['unknown', 'hostSilent', 0]);
    // The one whose evidence is young, and whose only other node has fallen silent.
    expect(await codes(second, 'drain', 61)).toEqual(['no', 'lastAbleNode noVmRunning allNodesUp', 0]);
  });

  it('is not known where the host never sent anything, or could not read what is asked', async () => {
    const { hosts, send, codes } = await makeCluster();
    const [first, second] = hosts;
    expect(await codes(first)).toEqual(['unknown', 'hostSilent', 0]);
    const failed = { status: 'failed', reason: 'Access is denied' };
    await send(second, { facts: { shieldedVms: failed, cluster: failed, secureBoot: failed } });
    expect(await codes(second)).toEqual(['unknown', 'vmsNotRead clusterNotRead secureBootNotRead', 0]);
  });

  it('needs no able node outside of clusters, but no VM either', async () => {
    const { hosts, send, codes } = await makeCluster();
    const [first, second, third] = hosts;
    const cluster = { status: 'unavailable', reason: 'This host is in no failover cluster.' };
    const alone = { host: { cluster: null }, facts: { cluster } };
    await send(first, { ...alone, running: 0 });
    expect(await codes(first)).toEqual(['yes', 'noVmRunning noCluster', 0]);
    await send(second, alone);
    expect(await codes(second)).toEqual(['no', 'nowhereToMove', 0]);
    // A cluster is named, so that it is there to be read.
    await send(third, { facts: { cluster } });
    expect(await codes(third)).toEqual(['unknown', 'clusterNotRead', 0]);
  });

  it('is not known where the cluster service is stopped, with which the name of its cluster goes', async () => {
    const { hosts, send, codes } = await makeCluster();
    const [first, second] = hosts;
    const stopped = { status: 'failed', reason: 'The cluster service of this node does not run.' };
    // What earlier agents say of such a node where the module is not installed.
    const noModule = { status: 'unavailable', reason: 'Get-Cluster does not exist on this host.' };
    for (const [host, cluster] of [
      [first, stopped],
      [second, noModule],
    ] as const) {
      await send(host, { host: { cluster: null }, facts: { cluster }, running: 0 });
      for (const question of ['drain', 'restart'] as const)
        expect(await codes(host, question)).toEqual(['unknown', 'clusterNotRead noVmRunning', 0]);
    }
  });

  it('waits until one host of the class passes with a Secure Boot update', async () => {
    const { hosts, send, codes } = await makeCluster();
    const [first, second, third] = hosts;
    const boot = (uefiCa2023Status: string, updateAvailable: number) => ({
      facts: { secureBoot: ok({ enabled: true, uefi: true, uefiCa2023Status, updateAvailable }) },
    });
    for (const host of hosts) await send(host, boot('InProgress', 0x5944));
    expect(await codes(first)).toEqual(['no', 'updateNotProven ableNodes allNodesUp', 2]);
    await send(second, {
      after: 1,
      ...boot('Updated', 0),
      host: { cluster: 'CL-1', firmwareVersion: '2.20' },
    });
    expect((await codes(first))[0]).toBe('no');
    await send(third, { after: 2, ...boot('Updated', 0), hgsClient: INSECURE });
    expect((await codes(first))[0]).toBe('no');
    // HGS does not judge how a host with a host key was started.
    const byHostKey = { ...PASSED, attestationOperationMode: 'HostKey' };
    await send(third, { after: 3, ...boot('Updated', 0), hgsClient: byHostKey });
    expect((await codes(first))[0]).toBe('no');
    await send(third, { after: 4, ...boot('Updated', 0) });
    expect(await codes(first)).toEqual(['yes', 'ableNodes allNodesUp updateProven', 2]);
  });

  it('moves nothing to who left the fleet', async () => {
    const { hosts, fabricId, send, codes } = await makeCluster();
    const [first, second] = hosts;
    for (const host of hosts.slice(0, 2)) await send(host);
    const ctx = tokenCtx(db, { fabrics: [fabricId], now: minutes(1) });
    await retireHost({ ctx, input: { id: second.hostId } });
    expect(await codes(first)).toEqual(['no', 'noAbleNode allNodesUp', 0]);
  });

  it('is not answered about a host that is not there, or is another’s', async () => {
    const { hosts, send } = await makeCluster();
    const [first] = hosts;
    await send(first);
    const ctx = tokenCtx(db, { fabrics: [randomUUID()], now: minutes(1) });
    for (const id of [first.hostId, randomUUID(), 'nothing'])
      await expect(mayRestartHost({ ctx, input: { id, for: 'drain' } })).rejects.toMatchObject({
        code: 'not_found',
      });
  });
});
