import { enrollHosts } from '@/lib/server/services/enrollment';
import { type Enrolled, hostNames } from '@/test/support/agent-client';
import type { ServerProcess } from '@/test/support/server-process';
import { attachTo, makeWorld } from '@/test/support/world';
import { type Cluster, documentOf, envelopeOf } from './document';
import type { Request } from './load';

/** One snapshot in fifty says something else than its host's last. */
const CHANGES_ONE_IN = 50;

/** So little that a host's turn comes again only after all of its last hundred: no host's spool is drained twice at once. */
const APART_MS = 10;

export type BenchFleet = { hosts: Enrolled[]; apiToken: string };

/** As many as one transaction enrols. */
const AT_ONCE = 1_000;

/** Through the verb, without a request for each: a hundred thousand would take as long as all that is measured. */
export async function enrollFleet(
  { dataDir }: Pick<ServerProcess, 'dataDir'>,
  size: number,
): Promise<BenchFleet> {
  const { db, close } = attachTo(dataDir);
  const world = await makeWorld(db, 'bench');
  const token = await world.enrollmentToken({ uses: size });
  const apiToken = await world.apiToken('viewer');
  const hosts: Enrolled[] = [];
  while (hosts.length < size) {
    const names = Array.from({ length: Math.min(AT_ONCE, size - hosts.length) }, (_, index) =>
      hostNames(`HV-BENCH-${hosts.length + index}`),
    );
    const answers = await enrollHosts({
      ctx: { actor: { kind: 'anonymous' }, db, now: new Date(), requestId: 'bench' },
      input: names,
      token,
      settings: { serverEpoch: '', reportIntervalSeconds: 900 },
    });
    for (const [index, answer] of answers.entries())
      hosts.push({ ...hostNames(''), ...names[index], ...answer });
  }
  await close();
  return { hosts, apiToken };
}

const NODES_OF_A_CLUSTER = 16;

type Sending = Enrolled & { cluster?: Cluster };

/** Hosts that come one after another are nodes of one cluster. */
export const inClusters = (hosts: readonly Enrolled[]): Sending[] =>
  hosts.map((host, index) => {
    const place = Math.floor(index / NODES_OF_A_CLUSTER);
    const nodes = hosts.slice(place * NODES_OF_A_CLUSTER, (place + 1) * NODES_OF_A_CLUSTER);
    return { ...host, cluster: { name: `CL-${place + 1}`, nodes: nodes.map(({ hostname }) => hostname) } };
  });

/** Each host in its turn sends its next snapshots, with ids that were never used. */
export function requests(
  address: string,
  fleet: readonly Sending[],
  usually = 1,
): (perRequest?: number) => Request {
  const { host } = new URL(address);
  const senders = fleet.map((enrolled) => ({
    head:
      `POST /api/v1/agent/snapshots HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${enrolled.credential}\r\n` +
      'content-type: application/json\r\n',
    document: documentOf(enrolled),
    passed: true,
    sequence: 0,
  }));
  let turn = 0;
  let made = 0;
  return (perRequest = usually) => {
    const sender = senders[turn % senders.length];
    if (sender === undefined) throw new Error('The fleet is empty');
    turn += 1;
    const sentAt = new Date();
    const items = Array.from({ length: perRequest }, (_, index) => {
      made += 1;
      if (made % CHANGES_ONE_IN === 0) sender.passed = !sender.passed;
      sender.sequence += 1;
      // As a spool is drained: oldest first, the last one collected now.
      const at = new Date(sentAt.getTime() - (perRequest - 1 - index) * APART_MS);
      return sender.document({ sequence: sender.sequence, at, passed: sender.passed });
    });
    return { head: sender.head, body: envelopeOf(items, sentAt) };
  };
}

/** A fast refusal is no throughput. */
export function refuseUnstored({ status, body }: { status: number; body: string }): void {
  if (status !== 200 || !body.includes('"outcome":"stored"') || /duplicate|rejected/.test(body))
    throw new Error(`Not stored: ${status} ${body.slice(0, 500)}`);
}
