import { setTimeout as wait } from 'node:timers/promises';
import { ask } from '@/test/support/rig/ask';

// Somebody at the console, as a process of its own: it must not wait for the fleet that another one plays.
// Asks one thing after the other until its input ends, and prints a line for each answer.

const [address = '', ...paths] = process.argv.slice(2);
const headers = { authorization: process.env.RIG_AUTHORIZATION ?? '' };

let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();

while (!isOver)
  for (const path of paths) {
    const startedAt = Date.now();
    const { status, seconds } = await ask(address + path, { headers });
    process.stdout.write(`${JSON.stringify({ path, status, startedAt, endedAt: Date.now(), seconds })}\n`);
    await wait(50);
  }
