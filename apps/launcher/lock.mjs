// A lock file that outlives nobody: whoever was killed with it, even in the middle of writing it, holds nothing.
// The same in kind as lib/server/db/embedded/data-folder.ts, which cannot be read here: this runs before anything is built.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

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

/** Linked into place: the name never shows a half-written file, and never replaces one that is there. */
function writeNew(file, text) {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
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

/**
 * One process alone, chosen by a lock of its own that is named after what was left behind, looks again and
 * removes it: whoever took the lock since has another text, and no moment shows the name free while it is held.
 */
function breakLock(file, stale) {
  const unlock = tryLock(`${file}.${createHash('sha256').update(stale).digest('hex').slice(0, 12)}`);
  if (!unlock) return;
  if (readIfThere(file) === stale) rmSync(file, { force: true });
  unlock();
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
