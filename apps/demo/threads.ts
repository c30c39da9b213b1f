import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FleetOptions } from '@/apps/simulator/fleet/fleet';
import { LANES_OF_A_THREAD, type Lane, type Lanes, type LiveHost, type Task } from './lanes';

export type WriterData = {
  databaseUrl: string;
  /** What the fleet is made with. */
  made: FleetOptions;
  hosts: readonly { hostname: string; hostId: string; enrollment: number }[];
  retentionDays: number;
};
export type Order = { id: number; task: Task } | 'end';
export type Answer = { id: number; snapshots: number } | { id: number; error: string };

/** PostgreSQL needs processors too; more threads than this only wait for it. */
const MAX_THREADS = 4;

type Options = Omit<WriterData, 'hosts'> & { hosts: readonly LiveHost[] };

/** Lanes of threads beside this one. They end with the process, however that ends. */
export function lanesInThreads({ hosts, ...rest }: Options): Lanes {
  const known = hosts.map(({ host, hostId, enrollment }) => ({
    hostname: host.hostname,
    hostId,
    enrollment,
  }));
  const count = Math.max(1, Math.min(MAX_THREADS, availableParallelism()));
  const writers = Array.from({ length: count }, () => startWriter({ ...rest, hosts: known }));
  return {
    // Alternating, so that few hosts are spread over all threads.
    lanes: Array.from({ length: LANES_OF_A_THREAD }, () => writers.map(({ lane }) => lane)).flat(),
    end: async () => {
      await Promise.all(writers.map(({ end }) => end()));
    },
  };
}

type Pending = { resolve: (snapshots: number) => void; reject: (error: Error) => void };

function startWriter(data: WriterData): { lane: Lane; end: () => Promise<void> } {
  const worker = new Worker(new URL('./demo-writer.js', import.meta.url), { workerData: data });
  const pending = new Map<number, Pending>();
  let orders = 0;
  let failure: Error | null = null;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('A thread that writes the past has ended')));
  worker.on('message', (answer: Answer) => {
    const one = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) one?.reject(new Error(answer.error));
    else one?.resolve(answer.snapshots);
  });
  const order = (message: Order) => worker.postMessage(message);
  return {
    lane: (task) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        orders += 1;
        pending.set(orders, { resolve, reject });
        order({ id: orders, task });
      }),
    end: async () => {
      order('end');
      await ended;
    },
  };
}
