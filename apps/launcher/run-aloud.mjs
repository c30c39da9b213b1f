// Programs whose output a person is meant to follow: test runners and installers.
import { spawn } from 'node:child_process';
import { root } from './steps.mjs';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Runs a program with its output passed on, or handed over line by line; answers with its exit code (a signal counts as 1). */
export function runAloud(command, args, { env = {}, onLine } = {}) {
  const output = onLine ? 'pipe' : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    running.add(child);
    const streams = onLine ? [child.stdout, child.stderr].map((stream) => lines(stream, onLine)) : [];
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code) => {
      running.delete(child);
      for (const stream of streams) stream.end();
      resolve(code ?? 1);
    });
  });
}

function lines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) onLine(part);
  });
  return { end: () => rest && onLine(rest) };
}
