// A lock file that outlives nobody: whoever was killed with it, even in the middle of writing it, holds nothing.
// The same in kind as lib/server/db/embedded-files.ts, which cannot be read here: this runs before anything is built.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** When the process began, so that a later one with the same id is not taken for it. Undefined where none lives. */
function startOf(pid) {
  if (process.platform !== 'linux')
    return (
      spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
    );
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The command name is in brackets and may itself hold spaces and brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readIfThere('/proc/sys/kernel/random/boot_id')?.trim()}:${fields[19]}`;
}

function isHeld(text) {
  try {
    const { pid, startedAt } = JSON.parse(text);
    const start = startOf(pid);
    return start !== undefined && start === startedAt;
  } catch {
    return false;
  }
}

const beside = (file) => `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;

/** Linked into place: the name never shows a half-written file, and never replaces one that is there. */
function writeNew(file, text) {
  const partial = beside(file);
  writeFileSync(partial, text);
  try {
    linkSync(partial, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Moved aside and compared before it is thrown away: another process may have taken the lock since we read it. */
function breakLock(file, stale) {
  const aside = beside(file);
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readFileSync(aside, 'utf8');
  if (taken !== stale) writeNew(file, taken);
  rmSync(aside, { force: true });
}

/** What unlocks, or undefined while another process has the lock. */
export function tryLock(file) {
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) });
  if (writeNew(file, mine))
    return () => {
      if (readIfThere(file) === mine) rmSync(file, { force: true });
    };
  const found = readIfThere(file);
  if (found !== undefined && !isHeld(found)) breakLock(file, found);
  return undefined;
}
