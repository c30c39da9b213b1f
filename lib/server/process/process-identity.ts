import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, distinguished from a later one with the same id. */
export type ProcessIdentity = { pid: number; startedAt: string };

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined if no such process is alive (a zombie is not alive). */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const asked = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return asked.stdout?.trim() || undefined;
  }
  const stat = readText(`/proc/${pid}/stat`);
  // The command name is in brackets and may itself contain spaces and brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim()}:${fields[19]}`;
}

export function processIdentity(pid = process.pid): ProcessIdentity {
  return { pid, startedAt: startOf(pid) ?? '' };
}

export function isSameProcess(identity: ProcessIdentity): boolean {
  const startedAt = startOf(identity.pid);
  return startedAt !== undefined && startedAt === identity.startedAt;
}

export function isAlive(pid: number): boolean {
  return startOf(pid) !== undefined;
}

/** The program's name according to the system. */
export function programName(pid: number): string | undefined {
  if (process.platform === 'linux') return readText(`/proc/${pid}/comm`)?.trim();
  return (
    spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
  );
}
