import { readdirSync, readFileSync } from 'node:fs';
import { readPostmaster } from '@/lib/server/db/embedded/data-folder';
import type { ServerProcess } from '@/test/support/server-process';

// Where the processor time of a machine goes whose cores client, server, database and browser share. Linux tells it.

/** One clock tick, which Linux counts in. */
const TICK_MS = 10;

type Entry = { parent: number; ms: number };

/** Null where the process ended meanwhile. */
function readEntry(pid: string): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces.
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Its own time, and that of children that have ended.
    const ticks = rest.slice(9, 13).reduce((sum, text) => sum + Number(text), 0);
    return { parent: Number(parent), ms: ticks * TICK_MS };
  } catch {
    return null;
  }
}

function readAll(): Map<number, Entry> {
  const found = new Map<number, Entry>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const entry = readEntry(pid);
    if (entry) found.set(Number(pid), entry);
  }
  return found;
}

export type ProcessorTime = { server: number; PostgreSQL: number; sender: number; Chromium: number };

/** Milliseconds of each since it began. The sender is this process; what else it has started is Chromium. */
function timesOf({ dataDir }: Pick<ServerProcess, 'dataDir'>): ProcessorTime {
  const all = readAll();
  const postmaster = readPostmaster(dataDir)?.pid ?? 0;
  const server = all.get(postmaster)?.parent ?? 0;
  const times: ProcessorTime = { server: 0, PostgreSQL: 0, sender: 0, Chromium: 0 };
  const roots = new Map<number, keyof ProcessorTime>([
    [postmaster, 'PostgreSQL'],
    [server, 'server'],
  ]);
  for (const [pid, { ms }] of all) {
    const line: number[] = [];
    for (let at = pid; at > 1 && !roots.has(at) && at !== process.pid; at = all.get(at)?.parent ?? 0)
      line.push(at);
    const top = line.at(-1);
    const over = top === undefined ? pid : (all.get(top)?.parent ?? 0);
    const kind = roots.get(over);
    if (kind) times[kind] += ms;
    else if (over === process.pid) times[pid === process.pid ? 'sender' : 'Chromium'] += ms;
  }
  return times;
}

/** Begins to count. What it returns says how many milliseconds of processor time each has taken since, each second. */
export function countProcessorTime(server: Pick<ServerProcess, 'dataDir'>): () => ProcessorTime {
  const before = timesOf(server);
  const begunAt = performance.now();
  return () => {
    const seconds = (performance.now() - begunAt) / 1000;
    const after = timesOf(server);
    const taken = (kind: keyof ProcessorTime) => Math.round((after[kind] - before[kind]) / seconds);
    return {
      server: taken('server'),
      PostgreSQL: taken('PostgreSQL'),
      sender: taken('sender'),
      Chromium: taken('Chromium'),
    };
  };
}
