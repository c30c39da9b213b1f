import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { renderPdfInWorker } from '@/lib/server/report-formats/pdf/in-worker';
import { reportContent } from '@/test/support/report-content';
import { median } from './database';

// One report as PDF, in its thread, with its JSON attached: how long it takes, how much memory, and whether the loop of
// the server, which goes on answering meanwhile, is held up.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const ROUNDS = 3;
const LIMIT = { seconds: 5, megabytes: 350, lateMs: 50 };
const SAMPLE_MS = 20;
const IDLE_MS = 5_000;
const NANOSECONDS_PER_MS = 1e6;

type Cost = { seconds: number; processorSeconds: number; megabytes: number; lateMs: number; bytes: number };

/** Memory of the whole process, which is where a thread's is. */
const residentMegabytes = () => process.memoryUsage.rss() / 1e6;

async function costOf(content: Uint8Array): Promise<Cost> {
  const attachments = [{ name: 'report.json', mimeType: 'application/json', bytes: content }];
  const before = residentMegabytes();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes());
  }, SAMPLE_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [startedAt, processorAt] = [performance.now(), process.cpuUsage()];
  const pdf = await renderPdfInWorker({ content, attachments });
  const { user, system } = process.cpuUsage(processorAt);
  const seconds = (performance.now() - startedAt) / 1000;
  delay.disable();
  clearInterval(watch);
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    megabytes: peak - before,
    lateMs: delay.max / NANOSECONDS_PER_MS,
    bytes: pdf.length,
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
  const content = Buffer.from(JSON.stringify(reportContent({ hosts: HOSTS })));
  const idle = await idleLateMs();
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push(await costOf(content));
  const middle = (of: (cost: Cost) => number) => median(costs.map(of));
  console.log(
    `pdf, ${HOSTS} hosts: ${middle(({ seconds }) => seconds).toFixed(1)} s (limit ${LIMIT.seconds}), ` +
      `${middle(({ processorSeconds }) => processorSeconds).toFixed(1)} s of processors, ` +
      `${middle(({ megabytes }) => megabytes).toFixed(0)} MB more memory (limit ${LIMIT.megabytes}), ` +
      `loop late by ${middle(({ lateMs }) => lateMs).toFixed(0)} ms at most (limit ${LIMIT.lateMs}; idle ${idle.toFixed(0)}), ` +
      `${(middle(({ bytes }) => bytes) / 1e6).toFixed(1)} MB; of ${ROUNDS} rounds the medians`,
  );
}
