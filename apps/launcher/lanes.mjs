// Runs the parts of a test run: those of one lane one after the other, the lanes beside each other.
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

const TELL_EVERY_MS = 30_000;
const logs = path.join(root, '.cache');

const heading = (name) => `\n── ${name} ${'─'.repeat(60 - name.length)}`;
const secondsSince = (startedAt) => (performance.now() - startedAt) / 1000;

/** Lines that are printed together once their part has ended, or when the whole run is ended before. */
function heldBack(name) {
  mkdirSync(logs, { recursive: true });
  const file = createWriteStream(path.join(logs, `test-${name}.log`));
  const lines = [];
  const flush = () => {
    process.off('exit', flush);
    process.stdout.write(`${[heading(name), ...lines].join('\n')}\n`);
    file.end();
  };
  process.on('exit', flush);
  const print = (line) => {
    lines.push(line);
    file.write(`${line}\n`);
  };
  return { print, flush };
}

function atOnce(name) {
  console.log(heading(name));
  return { print: console.log, flush: () => undefined };
}

async function runPart(name, work, { print, flush }) {
  const startedAt = performance.now();
  const counts = await work(print).catch((error) => {
    print(error.constructor.name === 'Refusal' ? error.message : error.stack);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  flush();
  return { name, ...counts, seconds: secondsSince(startedAt) };
}

/**
 * Runs the parts named in each lane and answers with their results. What runs alone is heard as it goes; of what
 * runs beside others each part is printed whole when it ends, and until then stands in .cache/test-<part>.log.
 */
export async function runLanes(parts, lanes) {
  const isAlone = lanes.length === 1;
  const running = new Map();
  const tell = () => {
    const told = [...running].map(([name, startedAt]) => `${name} ${Math.round(secondsSince(startedAt))} s`);
    console.log(`… ${told.join(', ')}`);
  };
  const timer = isAlone ? undefined : setInterval(tell, TELL_EVERY_MS);
  const runLane = async (names) => {
    const results = [];
    for (const name of names) {
      running.set(name, performance.now());
      results.push(await runPart(name, parts[name], isAlone ? atOnce(name) : heldBack(name)));
      running.delete(name);
    }
    return results;
  };
  const results = await Promise.all(lanes.map(runLane));
  clearInterval(timer);
  return results.flat();
}
