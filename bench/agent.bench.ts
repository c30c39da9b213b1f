import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildAgent } from '@/apps/agent/build.mjs';
import { ensureTools, root } from '@/apps/agent/tests/tools.mjs';
import { median } from './database';

// What one run of the agent costs a host, against what a PowerShell that does nothing costs there. On stubs: the
// cmdlets of Windows take a time of their own.

const ROUNDS = 3;
/** What one run is meant to take, on stubs. */
const RUN_LIMIT = { seconds: 3, megabytes: 150 };
const KIB_PER_MIB = 1024;
const MEGABYTES_PER_MIB = 1.048_576;
/**
 * .NET lets as much garbage lie as the processor's last cache is large, five eighths of four fifths of it: with the 300
 * MiB that some virtual machines have, it collects nothing in a whole run. This is what 32 MiB give.
 */
const GARBAGE_BYTES = 16 * 1_048_576;
const SAMPLE_MS = 25;

type Start = { program: string; arguments: string[]; environment: NodeJS.ProcessEnv };
/** `ownMib` is what it does not share with any program that runs the same files, "private" on Windows. */
type Cost = { seconds: number; peakMib: number; ownMib: number };

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // A process that has ended in the meantime.
  }
}

/** A process and all that it started. */
function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readOrNothing(`/proc/${entry}/status`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/** The memory of all of them, a page that several share counted once; and what of it is no file's page. */
function memoryMib(pid: number): { all: number; own: number } {
  const told = treeOf(pid).map((one) => readOrNothing(`/proc/${one}/smaps_rollup`));
  const sum = (word: RegExp) =>
    told.reduce((total, text) => total + Number(word.exec(text)?.[1] ?? 0), 0) / KIB_PER_MIB;
  return { all: sum(/^Pss:\s+(\d+)/m), own: sum(/^Pss_Anon:\s+(\d+)/m) + sum(/^Pss_Shmem:\s+(\d+)/m) };
}

async function ended(child: ChildProcess): Promise<void> {
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`PowerShell ended with code ${code}`);
}

const begin = (start: Start) =>
  spawn(start.program, start.arguments, { env: start.environment, stdio: ['ignore', 'ignore', 'inherit'] });

/** Once for the time alone: adding up the pages of a process takes a processor that it needs itself. */
async function costOf(start: Start): Promise<Cost> {
  const startedAt = performance.now();
  await ended(begin(start));
  const seconds = (performance.now() - startedAt) / 1000;
  const child = begin(start);
  let [peakMib, ownMib] = [0, 0];
  const watch = setInterval(() => {
    const { all, own } = memoryMib(child.pid ?? 0);
    [peakMib, ownMib] = [Math.max(peakMib, all), Math.max(ownMib, own)];
  }, SAMPLE_MS);
  await ended(child);
  clearInterval(watch);
  return { seconds, peakMib, ownMib };
}

/** Something that takes whatever it is sent, so that the agent alone is measured. */
async function startTaker(): Promise<{ address: string; stop: () => void }> {
  const server = spawn(process.execPath, [path.join(root, 'apps/agent/tests/Support/fault-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await new Promise<string[]>((resolve) => {
    createInterface(server.stdout).once('line', (line) => resolve([line]));
  });
  return { address: `http://127.0.0.1:${port}/taken`, stop: () => server.stdin.end() };
}

function describeRuns(pwsh: string, address: string, folder: string): Record<string, Start> {
  const script = path.join(root, 'apps/agent/tests/Support/describe-runs.ps1');
  const module = path.join(buildAgent(path.join(folder, 'build')).folder, 'GuardedFabricAgent.psd1');
  const env = {
    ...process.env,
    // Neither is in Windows PowerShell, which the hosts have.
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    DOTNET_GCgen0size: `0x${GARBAGE_BYTES.toString(16)}`,
    PATH: `${path.dirname(pwsh)}${path.delimiter}${process.env.PATH}`,
    TMPDIR: folder,
    TEMP: folder,
    GF_AGENT_MODULE: module,
    GF_TEST_SERVER: address,
    GF_TEST_STATE_DIR: folder,
  };
  const told = execFileSync(pwsh, ['-NoProfile', '-NonInteractive', '-File', script], {
    env,
    encoding: 'utf8',
  });
  return JSON.parse(told);
}

export async function main(): Promise<void> {
  // As it comes, so that the figures go on meaning what the earlier ones did.
  const { tool: pwsh, reason } = ensureTools(console.log);
  if (!pwsh) throw new Error(reason);
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-bench-agent-'));
  const taker = await startTaker();
  try {
    const starts = Object.entries(describeRuns(pwsh, taker.address, folder));
    const costs = new Map<string, Cost[]>(starts.map(([name]) => [name, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, start] of starts) costs.get(name)?.push(await costOf(start));
    const of = (name: string, key: keyof Cost) => median((costs.get(name) ?? []).map((cost) => cost[key]));
    for (const [name] of starts) {
      const times = of(name, 'seconds') / of('nothing', 'seconds');
      const memory = `${of(name, 'peakMib').toFixed(0)} MiB at most, ${of(name, 'ownMib').toFixed(0)} without the pages of files`;
      console.log(`${name.padEnd(8)} ${of(name, 'seconds').toFixed(2)} s (${times.toFixed(1)} x), ${memory}`);
    }
    const [seconds, megabytes] = [of('run', 'seconds'), of('run', 'peakMib') * MEGABYTES_PER_MIB];
    console.log(
      `run      limit ${RUN_LIMIT.seconds} s, ratio ${(seconds / RUN_LIMIT.seconds).toFixed(2)}; ` +
        `${megabytes.toFixed(0)} MB of ${RUN_LIMIT.megabytes}, ratio ${(megabytes / RUN_LIMIT.megabytes).toFixed(2)}`,
    );
  } finally {
    taker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
