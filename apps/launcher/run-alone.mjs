// Two commands started together from one checkout must not install or build into the same folders.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tryLock } from './lock.mjs';
import { root, step } from './steps.mjs';

const lock = path.join(root, 'build', 'working.pid');

async function untilLocked() {
  for (;;) {
    const unlock = tryLock(lock);
    if (unlock) return unlock;
    await wait(50);
  }
}

export async function alone(print, work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  const unlock = await step('Waiting for another command that installs or builds', print, untilLocked);
  process.once('exit', unlock);
  try {
    return await work();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}
