import { gzipSync } from 'node:zlib';
import { type Enrolled, snapshotOf } from '@/test/support/agent-client';
import { startServerProcess } from '@/test/support/server-process';
import { enrollFleet, refuseUnstored, requests } from './ingest-fleet';
import { type LoadResult, loadSteadily } from './load';

// What one credential that sends as much as it can in each request costs the others: 100 items of 78 kB, 74 kB on the
// wire, four requests a second, beside a normal load. With it and without it, in turns.

const HOSTS = 200;
const PER_SECOND = 100;
const CONNECTIONS = 64;
const SECONDS = 20;
const ROUNDS = 2;
const WIDE_PER_SECOND = 4;
const ITEMS = 100;
const EMPTY_LISTS = 26_000;

function wideBody(host: Enrolled): Uint8Array<ArrayBuffer> {
  const wide = Array(EMPTY_LISTS).fill([]);
  const snapshots = Array.from({ length: ITEMS }, () => ({ ...snapshotOf(host), wide }));
  return new Uint8Array(gzipSync(JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots })));
}

/** Sends each in its time, whether or not the one before was answered; how often each status came. */
async function sendWide(address: string, host: Enrolled, bodies: readonly Uint8Array<ArrayBuffer>[]) {
  const counts = new Map<number, number>();
  const send = async (body: Uint8Array<ArrayBuffer>, index: number) => {
    await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / WIDE_PER_SECOND));
    const { status } = await fetch(new URL('/api/v1/agent/snapshots', address), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${host.credential}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body,
    });
    counts.set(status, (counts.get(status) ?? 0) + 1);
  };
  await Promise.all(bodies.map(send));
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ');
}

const say = (what: string, { p50Ms, p99Ms }: LoadResult, more = '') =>
  console.log(`${what}: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms${more}`);

export async function main(): Promise<void> {
  const server = await startServerProcess({ isOnDisk: true });
  try {
    console.log(`Enrolling ${HOSTS} hosts …`);
    const { hosts } = await enrollFleet(server, HOSTS);
    const next = requests(server.address, hosts.slice(ROUNDS));
    const shared = { address: server.address, connections: CONNECTIONS, next, judge: refuseUnstored };
    const normal = () => loadSteadily({ ...shared, seconds: SECONDS, perSecond: PER_SECOND });
    await loadSteadily({ ...shared, seconds: 5, perSecond: PER_SECOND });
    // Another credential each round: what one may send in a minute is spent in its first.
    for (const [index, wideHost] of hosts.slice(0, ROUNDS).entries()) {
      const bodies = Array.from({ length: SECONDS * WIDE_PER_SECOND }, () => wideBody(wideHost));
      say(`round ${index + 1}, without it`, await normal());
      const [result, statuses] = await Promise.all([normal(), sendWide(server.address, wideHost, bodies)]);
      const wire = Math.round((bodies[0]?.length ?? 0) / 1_000);
      say(`round ${index + 1}, with it   `, result, `; of its requests of ${wire} kB: ${statuses}`);
    }
  } finally {
    await server.stop();
  }
}
