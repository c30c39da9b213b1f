import { parentPort, workerData } from 'node:worker_threads';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import { openPools } from '@/lib/server/db/pools';
import { deliverTask, knownHosts } from './lanes';
import type { Answer, Order, WriterData } from './threads';

/** A thread that makes a part of the fleet's past and writes it: judging takes a processor of its own. */
function main(): void {
  // Sound: threads.ts alone starts this file.
  const { databaseUrl, made, hosts, retentionDays } = workerData as WriterData;
  const fleet = makeFleet(made);
  const pools = openPools({ url: databaseUrl });
  const sending = { db: pools.ingest, fleet, hosts: knownHosts(fleet, hosts), retentionDays };
  const answer = (message: Answer) => parentPort?.postMessage(message);
  parentPort?.on('message', async (order: Order) => {
    if (order === 'end') {
      await pools.close();
      parentPort?.close();
      return;
    }
    const { id, task } = order;
    await deliverTask(sending, task).then(
      (snapshots) => answer({ id, snapshots }),
      (error: unknown) =>
        answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

main();
