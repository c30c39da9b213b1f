// Two commands started together from one checkout must not install or build into the same folders.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, step } from './steps.mjs';

const lock = path.join(root, 'build', 'working.pid');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder && (holder === process.pid || !isAlive(holder))) rmSync(lock, { force: true });
    return false;
  }
}

export async function alone(print, work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  await step('Waiting for another command that installs or builds', print, async () => {
    while (!tryLock()) await wait(50);
  });
  const unlock = () => rmSync(lock, { force: true });
  process.once('exit', unlock);
  try {
    return await work();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}
