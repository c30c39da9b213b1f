// The parts of `npm test`. Each runs one program and answers with the counts of that program's own report.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { runChecks } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { clockFrom, ensureFaketime, longDates, pushDate } from './other-dates.mjs';
import { runAloud } from './run-aloud.mjs';
import { root } from './steps.mjs';
import {
  ensurePdfTools,
  ensurePostgres,
  ensurePromtool,
  ensureSpreadsheetTools,
} from './system-packages.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const reportFile = (name) => path.join(root, '.cache', `${name}-report.json`);
const shortPath = (file) => path.relative(root, file);

/** A runner that failed without a failed test (it crashed, or found no test) counts as one. */
function counted({ passed, failed, skipped, failures = [] }, exitCode) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped, failures };
}

function takeReport(name) {
  if (!existsSync(reportFile(name))) return undefined;
  return JSON.parse(readFileSync(reportFile(name), 'utf8'));
}

/** The variables of a run on this date, which is said; of one on today's date where that cannot be had. */
async function clockOf(date, print) {
  const library = await ensureFaketime(print);
  print(library ? `On ${date}` : "On today's date: libfaketime, which gives another one, is not here");
  return library ? clockFrom(library, date) : {};
}

async function vitest(project, print, env = {}) {
  rmSync(reportFile(project), { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(project)}`];
  const args = ['run', '--project', project, ...reporters];
  const exitCode = await runAloud(bin('vitest'), args, { env, onLine: print });
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

async function agent(print) {
  rmSync(reportFile('agent'), { force: true });
  const onLine = (line) => closingLine.test(line.trim()) || print(line);
  const env = { GF_AGENT_REPORT: reportFile('agent') };
  const exitCode = await runAloud(process.execPath, ['apps/agent/tests/run.mjs'], { onLine, env });
  const report = takeReport('agent');
  if (report) return counted(report, exitCode);
  // It leaves no report where there is no PowerShell, and says so: a failure where CI is set, else something skipped.
  return exitCode === 0 ? { passed: 0, failed: 0, skipped: 1 } : { passed: 0, failed: 1, skipped: 0 };
}

/** The browser is installed once, by whoever asks first. */
let browser;
function browserReady(print) {
  browser ??= ensureChromium(print);
  return browser;
}

/** What reads the files of reports that are made, a PostgreSQL with its programs, and Prometheus's reader of rules. */
let readers;
function readersReady(print) {
  readers ??= Promise.all(
    [ensurePdfTools, ensureSpreadsheetTools, ensurePostgres, ensurePromtool].map((ensure) => ensure(print)),
  );
  return readers;
}

/** PowerShell too: two tests that miss it at once would install it into one folder. */
function agentToolsReady(print) {
  const tools = pathToFileURL(path.join(root, 'apps/agent/tests/tools.mjs')).href;
  const script = `import(${JSON.stringify(tools)}).then(({ ensureTools }) => ensureTools(console.log))`;
  return runAloud(process.execPath, ['-e', script], { onLine: print });
}

/**
 * Fetches what these parts need and is not a package: beside the packages, which it does not need. The browser may
 * come later. What cannot be had is told by the part that needs it.
 */
export async function fetchPrograms(names, print) {
  if (names.includes('e2e')) browserReady(print).catch(() => undefined);
  if (names.includes('service') || names.includes('dates')) readersReady(print).catch(() => undefined);
  if (names.some((name) => ['agent', 'service', 'dates', 'e2e'].includes(name))) await agentToolsReady(print);
}

const unit = async (print) => vitest('unit', print, await clockOf(pushDate, print));

async function service(print) {
  await readersReady(print);
  return vitest('service', print, await clockOf(pushDate, print));
}

/** What every push tries on one date, on each of the others: as much as a push, since it is the date that differs. */
async function dates(print) {
  await readersReady(print);
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const date of longDates)
    for (const project of ['unit', 'service']) {
      const env = { ...(await clockOf(date, print)), GF_RUNS: 'push' };
      const { passed, failed, skipped, failures = [] } = await vitest(project, print, env);
      counts.passed += passed;
      counts.failed += failed;
      counts.skipped += skipped;
      counts.failures.push(...failures.map(({ name, message }) => ({ name: `${date} ${name}`, message })));
    }
  return counts;
}

async function endToEnd(print) {
  const browser = await browserReady(print);
  await ensureBuilt(print);
  rmSync(reportFile('e2e'), { force: true });
  const env = { GF_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') };
  const args = ['test', '--reporter=list,json'];
  const exitCode = await runAloud(bin('playwright'), args, { env, onLine: print });
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

/** Tests nothing, but a build that fails is a failure. Beside other parts, since nothing else of e2e can be. */
async function build(print) {
  await ensureBuilt(print);
  return { passed: 0, failed: 0, skipped: 0 };
}

/** Each takes where to print its lines. */
export const parts = {
  check: (print) => runChecks([], print),
  build,
  unit,
  service,
  agent,
  e2e: endToEnd,
  long: (print) => vitest('long', print),
  dates,
};
