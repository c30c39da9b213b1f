import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ReportContent } from '@/lib/contracts/report-content';
import { filesOfReport, type Signer } from '@/lib/server/report-formats';
import { jsonOfReport } from '@/lib/server/report-formats/json';
import { reportContent } from '@/test/support/report-content';
import { newSigner } from '@/test/support/signed-report';
import { median } from './database';

// Every file of one report, the PDF and the pack among them, in their thread: how long it takes, how much memory, and
// whether the loop of the server, which goes on answering meanwhile, is held up.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const ROUNDS = 3;
const LIMIT = { seconds: 5, megabytes: 350, lateMs: 50 };
const SAMPLE_MS = 20;
const IDLE_MS = 5_000;
const NANOSECONDS_PER_MS = 1e6;

type Cost = { seconds: number; processorSeconds: number; megabytes: number; lateMs: number; bytes: number };

/** Memory of the whole process, which is where a thread's is. */
const residentMegabytes = () => process.memoryUsage.rss() / 1e6;

async function costOf(content: ReportContent, signer: Signer, before: number): Promise<Cost> {
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes());
  }, SAMPLE_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [startedAt, processorAt] = [performance.now(), process.cpuUsage()];
  const { files } = await filesOfReport(await jsonOfReport(content), signer);
  const { user, system } = process.cpuUsage(processorAt);
  const seconds = (performance.now() - startedAt) / 1000;
  delay.disable();
  clearInterval(watch);
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    megabytes: peak - before,
    lateMs: delay.max / NANOSECONDS_PER_MS,
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
  };
}

/** What the machine itself keeps the loop from, while nothing is asked of it. */
async function idleLateMs(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(IDLE_MS);
  delay.disable();
  return delay.max / NANOSECONDS_PER_MS;
}

export async function main(): Promise<void> {
  const content = reportContent({ hosts: HOSTS });
  const signer = await newSigner();
  const idle = await idleLateMs();
  // Once: what a round has taken is not given back before the next.
  const before = residentMegabytes();
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push(await costOf(content, signer, before));
  const middle = (of: (cost: Cost) => number) => median(costs.map(of));
  console.log(
    `files of a report, ${HOSTS} hosts: ${middle(({ seconds }) => seconds).toFixed(1)} s (limit ${LIMIT.seconds}), ` +
      `${middle(({ processorSeconds }) => processorSeconds).toFixed(1)} s of processors, ` +
      `${middle(({ megabytes }) => megabytes).toFixed(0)} MB more memory (limit ${LIMIT.megabytes}), ` +
      `loop late by ${middle(({ lateMs }) => lateMs).toFixed(0)} ms at most (limit ${LIMIT.lateMs}; idle ${idle.toFixed(0)}), ` +
      `${(middle(({ bytes }) => bytes) / 1e6).toFixed(1)} MB; of ${ROUNDS} rounds the medians`,
  );
}
