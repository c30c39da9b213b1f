// Shared by all commands: where we are, running programs, and saying what takes long.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Next reports home unless told not to, when it builds and when it runs. */
export const noTelemetry = { NEXT_TELEMETRY_DISABLED: '1' };

/** A reason that a person can act on; printed without a stack. */
export class Refusal extends Error {}

const children = new Set();

/** Ends what a step has running, and returns once it has: an npm that still writes would trip the next start. */
export async function endChildren() {
  const running = [...children];
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'close')));
}

/** Runs a program quietly; its output is shown only where it fails. */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => {
      children.delete(child);
      reject(new Refusal(`${command} could not be run: ${error.message}`));
    });
    child.once('close', (code) => {
      children.delete(child);
      const text = Buffer.concat(output).toString();
      if (code === 0) resolve(text);
      else reject(new Refusal(`${[command, ...args].join(' ')} failed:\n${text.trimEnd()}`));
    });
  });
}

/** Does some work and says so if it takes over a second, then every ten, and when it is done. */
export async function step(title, print, work) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  let told = false;
  const tell = () => {
    print(told ? `${title} … (${seconds()} s)` : `${title} …`);
    told = true;
  };
  const timers = [setTimeout(tell, 1000), setInterval(tell, 10_000)];
  try {
    return await work();
  } finally {
    for (const timer of timers) clearTimeout(timer);
    if (told) print(`${title}: ${seconds()} s`);
  }
}
