import { readFileSync } from 'node:fs';

/** A process with all below it, as Linux knows them. */
function treeOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => treeOf(Number(child))),
  ];
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // One that has ended meanwhile.
    }
}

/** PostgreSQL as a hung disk or a paused machine leaves it: connections stand, and nothing answers. */
export function freeze(postmasterPid: number): () => void {
  const pids = treeOf(postmasterPid);
  signalAll(pids, 'SIGSTOP');
  return () => signalAll(pids, 'SIGCONT');
}

export function residentBytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
