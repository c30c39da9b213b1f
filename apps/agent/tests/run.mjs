// The agent's tests: `node apps/agent/tests/run.mjs [Pester files]`. Closes with "N passed, N failed".
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { buildAgent } from '../build.mjs';
import { ensureTools, root, shortLivedDotnet } from './tools.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
// One of each for every run: a test of the server may start this while it runs itself.
const reportFileOf = (lane) => path.join(root, '.cache', `agent-report-${process.pid}-${lane}.json`);
const temporary = path.join(root, '.cache', `agent-${process.pid}`);

function skipAloud(reason) {
  console.log('');
  console.log("!! THE AGENT'S TESTS WERE NOT RUN: there is no PowerShell here and none could be installed.");
  console.log(`!! ${reason}`);
  const isAllowed = !process.env.CI;
  console.log(isAllowed ? '0 passed, 0 failed, 1 skipped' : '0 passed, 1 failed');
  process.exit(isAllowed ? 0 : 1);
}

/** Where PowerShell and the tests put what they write: inside the project. */
function homes() {
  const home = path.join(root, '.tools', 'pwsh-home');
  mkdirSync(home, { recursive: true });
  mkdirSync(path.join(temporary, 'claims'), { recursive: true });
  return {
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
    TMPDIR: temporary,
    TEMP: temporary,
  };
}

/** What takes longest, so that no lane begins with it when the other has ended. */
const first = ['Ended', 'Snapshot', 'Secrets', 'Central', 'Delivery', 'Crash', 'Install', 'Hanging'];

/** What is sent to the real server runs where that server runs: the tests in TypeScript. */
function allFiles() {
  const files = ['Clm', 'Unit', 'Catalogue'].flatMap((folder) =>
    readdirSync(path.join(here, folder))
      .filter((name) => name.endsWith('.Tests.ps1'))
      .map((name) => path.join(here, folder, name)),
  );
  const isNamed = (file, name) => path.basename(file) === `${name}.Tests.ps1`;
  const early = first.flatMap((name) => files.filter((file) => isNamed(file, name)));
  return [...early, ...files.filter((file) => !early.includes(file))];
}

/**
 * Two at once: most of the time goes into starting one PowerShell after another, which one core does alone. Each takes
 * what the other has not taken.
 */
function lanesOf(named) {
  return named.length > 0 ? [named] : [allFiles(), allFiles()];
}

/** The module with the JSON of Windows PowerShell 5.1 in place of PowerShell 7's, in every process that loads it. */
function asDesktop(folder) {
  const copy = path.join(temporary, 'desktop');
  cpSync(folder, copy, { recursive: true });
  const file = path.join(copy, 'GuardedFabricAgent.psm1');
  const json = readFileSync(path.join(here, 'Support', 'DesktopJson.ps1'), 'utf8');
  const exporting = '\r\nExport-ModuleMember';
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(exporting, () => `\r\n${json}${exporting}`),
  );
  return copy;
}

function runPester({ pwsh, pester }, folder, files, lane) {
  const script = path.join(here, 'run.ps1');
  const args = ['-NoProfile', '-NonInteractive', '-File', script];
  const env = {
    ...process.env,
    GF_AGENT_MODULE: path.join(folder, 'GuardedFabricAgent.psd1'),
    GF_AGENT_DESKTOP: path.join(asDesktop(folder), 'GuardedFabricAgent.psd1'),
    GF_PESTER: pester,
    GF_REPORT_FILE: reportFileOf(lane),
    GF_CLAIMS: path.join(temporary, 'claims'),
    GF_NODE: process.execPath,
    PATH: `${path.dirname(pwsh)}${path.delimiter}${process.env.PATH}`,
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    ...shortLivedDotnet,
    // Times and culture of the fixtures must not depend on the machine.
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    ...homes(),
  };
  // The first is heard as it goes, the second when it has ended.
  const output = lane === 0 ? 'inherit' : 'pipe';
  const child = spawn(pwsh, [...args, ...files], { stdio: ['ignore', output, 'inherit'], env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const ended = new Promise((resolve) => child.once('close', resolve));
  return Promise.all([child.stdout ? text(child.stdout) : '', ended]).then(([said]) => said);
}

function readCounts(lane) {
  try {
    return JSON.parse(readFileSync(reportFileOf(lane), 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [] };
  } finally {
    rmSync(reportFileOf(lane), { force: true });
  }
}

const tools = ensureTools(console.log);
if (tools.reason) skipAloud(tools.reason);
// Not where others find it: a browser test may be running the built module meanwhile.
const { folder } = buildAgent(path.join(temporary, 'build'));
const lanes = lanesOf(process.argv.slice(2));
const said = await Promise.all(lanes.map((files, lane) => runPester(tools, folder, files, lane)));
for (const output of said) process.stdout.write(output);
const counts = lanes.map((_, lane) => readCounts(lane));
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((key) =>
  counts.reduce((total, one) => total + one[key], 0),
);
const failures = counts.flatMap((one) => one.failures);
// Whoever runs this among other tests names a file for the counts: prose is never read for them.
if (process.env.GF_AGENT_REPORT)
  writeFileSync(process.env.GF_AGENT_REPORT, JSON.stringify({ passed, failed, skipped, failures }));
rmSync(temporary, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
