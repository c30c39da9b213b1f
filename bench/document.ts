import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { type HostNames, INSECURE, PASSED } from '@/test/support/agent-client';

// The document that every ingest benchmark sends: what the agent's own module makes from a known host with
// every fact filled (the file to which the agent's tests hold it), under the name of the host that sends it.

const FIXTURE = 'apps/agent/tests/Fixtures/snapshot.full.json';

type Fixture = { host: object; hgsClient: object; facts: object; [member: string]: unknown };

/** A failover cluster, and the names of its nodes. */
export type Cluster = { name: string; nodes: readonly string[] };

const clusterFact = ({ name, nodes }: Cluster) => ({
  status: 'ok',
  value: { name, nodeState: 'Up', nodes: nodes.map((node) => ({ name: node, state: 'Up' })) },
});

export type Said = { sequence: number; at: Date; passed: boolean };

const mark = (name: string) => `@@${name}@@`;

/** Texts around what changes: the generator shares the machine with what it measures, and must cost little. */
/** A host that is told no `cluster` is in the one that the fixture names, as all others. */
export function documentOf({
  hostname,
  fqdn,
  machineId,
  cluster,
}: HostNames & { cluster?: Cluster }): (said: Said) => string {
  const fixture = JSON.parse(readFileSync(path.join(checkoutRoot(), FIXTURE), 'utf8')) as Fixture;
  const item = {
    ...fixture,
    snapshotId: mark('id'),
    collectedAt: mark('at'),
    host: { ...fixture.host, hostname, fqdn, machineId, ...(cluster && { cluster: cluster.name }) },
    facts: { ...fixture.facts, ...(cluster && { cluster: clusterFact(cluster) }) },
    hgsClient: mark('hgsClient'),
    sequence: mark('sequence'),
  };
  const [begin, afterId, afterAt, afterHgs, end] = JSON.stringify(item)
    .replace(/"(@@(?:hgsClient|sequence)@@)"/g, '$1')
    .split(/@@\w+@@/);
  const passedHgs = JSON.stringify({ ...fixture.hgsClient, ...PASSED });
  const insecureHgs = JSON.stringify({ ...fixture.hgsClient, ...INSECURE });
  return ({ sequence, at, passed }) =>
    `${begin}${uuidv7()}${afterId}${at.toISOString()}${afterAt}` +
    `${passed ? passedHgs : insecureHgs}${afterHgs}${sequence}${end}`;
}

export const envelopeOf = (items: readonly string[], sentAt: Date) =>
  `{"schema":1,"sentAt":"${sentAt.toISOString()}","spool":{"pending":0,"dropped":0},"snapshots":[${items.join(',')}]}`;
