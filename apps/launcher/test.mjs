// `npm test`: every check and test from a bare checkout; `npm test -- check|unit|service|agent|e2e` for parts.
// `npm run test:long`: the same, and what takes too long for every push; `npm run test:long -- long|dates` for parts.
// What ran is counted from the runners' own reports, and the last line says the sum.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureClient } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { runLanes } from './lanes.mjs';
import { root } from './steps.mjs';
import { fetchPrograms, parts } from './test-parts.mjs';

// Two beside each other, so that one has something to do while the other waits for processes to start. Checks read
// what the build writes, so the build comes after them. Browsers come last and alone: beside PowerShell they had too
// little of two cores, and tests ran out of their time.
const phases = [[['service'], ['check', 'build', 'unit', 'agent']], [['e2e']]];
const longPhases = [[['check', 'unit', 'service', 'agent', 'e2e', 'long', 'dates']]];

/** The first lines of what a runner says, without its colours. */
const firstLines = (text = '') => stripVTControlCharacters(text).split('\n').slice(0, 12).join('\n    ');

function sum(results, key) {
  return results.reduce((total, result) => total + result[key], 0);
}

function printSum(results) {
  console.log(`\n── sum ${'─'.repeat(57)}`);
  for (const { name, passed, failed, skipped, seconds } of results) {
    const counts = [`${passed} passed`, `${failed} failed`, `${skipped} skipped`];
    console.log(
      [name.padEnd(9), ...counts.map((count) => count.padStart(13)), `${seconds.toFixed(1)} s`].join(' '),
    );
  }
  // Again, where it is found at once: a long run scrolls its failures away.
  for (const { name, message } of results.flatMap(({ failures = [] }) => failures))
    console.log(`\nFAILED ${name}\n    ${firstLines(message)}`);
  const skipped = sum(results, 'skipped');
  const closing = `${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`;
  console.log(`\n${closing}${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

async function runTests(wanted) {
  const fetching = fetchPrograms(wanted.flat(2), console.log);
  await ensureInstalled(console.log);
  await ensureClient(console.log);
  await fetching;
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const results = [];
  for (const lanes of wanted) results.push(...(await runLanes(parts, lanes)));
  printSum(results);
  return sum(results, 'failed') === 0 && sum(results, 'passed') > 0;
}

const words = process.argv.slice(2);
const isLong = words.includes('--long');
// Read by test/support/runs.ts.
if (isLong) process.env.GF_RUNS = 'long';
const named = words.filter((word) => word !== '--long');
const unknown = named.find((name) => !(name in parts));
if (unknown) {
  console.error(`There is no part '${unknown}'; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
await runCommand(
  async () => {
    const isGreen = await runTests(named.length > 0 ? [[named]] : isLong ? longPhases : phases);
    process.exit(isGreen ? 0 : 1);
  },
  { interruptedCode: 130 },
);
