// `npm test`: every check and test from a bare checkout; `npm test -- check|unit|service|agent|e2e` for parts.
// What ran is counted from the runners' own reports, and the last line says the sum.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runAloud } from './aloud.mjs';
import { ensureBuilt, ensureClient } from './build.mjs';
import { runChecks } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './steps.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const reportFile = (name) => path.join(root, '.cache', `${name}-report.json`);

/** A runner that failed without a failed test (it crashed, or found no test) counts as one. */
function counted({ passed, failed, skipped, failures = [] }, exitCode) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped, failures };
}

const shortPath = (file) => path.relative(root, file);

/** The first lines of what a runner says, without its colours. */
const firstLines = (text = '') => stripVTControlCharacters(text).split('\n').slice(0, 12).join('\n    ');

function takeReport(name) {
  if (!existsSync(reportFile(name))) return undefined;
  return JSON.parse(readFileSync(reportFile(name), 'utf8'));
}

async function vitest(project) {
  rmSync(reportFile(project), { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(project)}`];
  const exitCode = await runAloud(bin('vitest'), ['run', '--project', project, ...reporters]);
  const report = takeReport(project);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report;
  // A file that cannot be loaded has no test to fail.
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [message] }) => ({
        name: `${shortPath(name)} › ${fullName}`,
        message,
      })),
  );
  return counted(
    {
      passed: numPassedTests,
      failed: numFailedTests + unloaded.length,
      skipped: numPendingTests + numTodoTests,
      failures: [...failures, ...unloaded.map(({ name, message }) => ({ name: shortPath(name), message }))],
    },
    exitCode,
  );
}

/** The agent's runner closes with a sum of its own; only the last line of all may be read as ours. */
const closingLine = /^\d+ passed, \d+ failed(, \d+ skipped)?$/;

async function agent() {
  rmSync(reportFile('agent'), { force: true });
  const onLine = (line) => closingLine.test(line.trim()) || console.log(line);
  const env = { GF_AGENT_REPORT: reportFile('agent') };
  const exitCode = await runAloud(process.execPath, ['apps/agent/tests/run.mjs'], { onLine, env });
  const report = takeReport('agent');
  if (report) return counted(report, exitCode);
  // Without PowerShell it says so and leaves no report: a failure where CI is set, else something skipped.
  return exitCode === 0 ? { passed: 0, failed: 0, skipped: 1 } : { passed: 0, failed: 1, skipped: 0 };
}

async function endToEnd() {
  const browser = await ensureChromium(console.log);
  await ensureBuilt(console.log);
  rmSync(reportFile('e2e'), { force: true });
  const env = { GF_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') };
  const exitCode = await runAloud(bin('playwright'), ['test', '--reporter=list,json'], { env });
  const report = takeReport('e2e');
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = report.suites.flatMap(failedSpecs);
  return counted({ passed: expected, failed: unexpected + flaky, skipped, failures }, exitCode);
}

function failedSpecs({ specs = [], suites = [] }) {
  const failed = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return { name: `${file} › ${title}`, message: errors[0]?.message };
    });
  return [...failed, ...suites.flatMap(failedSpecs)];
}

const parts = {
  check: () => runChecks([], console.log),
  unit: () => vitest('unit'),
  service: () => vitest('service'),
  agent,
  e2e: endToEnd,
};

async function runPart(name) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const startedAt = performance.now();
  const counts = await parts[name]().catch((error) => {
    console.error(error.constructor.name === 'Refusal' ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  return { name, ...counts, seconds: (performance.now() - startedAt) / 1000 };
}

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

async function runTests(names) {
  await ensureInstalled(console.log);
  await ensureClient(console.log);
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const results = [];
  for (const name of names) results.push(await runPart(name));
  printSum(results);
  return sum(results, 'failed') === 0 && sum(results, 'passed') > 0;
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in parts));
if (unknown) {
  console.error(`There is no part '${unknown}'; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
await runCommand(
  async () => {
    const isGreen = await runTests(wanted.length > 0 ? wanted : Object.keys(parts));
    process.exit(isGreen ? 0 : 1);
  },
  { interruptedCode: 130 },
);
