import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 * 2 ** 30;

/**
 * A folder for a database: in memory where there is room, since one is made, copied and dropped faster there. A
 * killed process loses nothing that the kernel holds, on a disk or not, so tests of kills show the same there;
 * what a disk does when the power fails none of them can show.
 */
export function temporaryFolder(prefix: string): string {
  const { bavail = 0, bsize = 0 } = existsSync(MEMORY) ? statfsSync(MEMORY) : {};
  return mkdtempSync(path.join(bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir(), prefix));
}
