import { readFile } from 'node:fs/promises';
import { createAgentApi } from './agent-api';
import { enrolledHosts } from './enrolled-file';
import { readDocument, withDocument } from './fleet/document';
import { makeFleet, type SnapshotDocument } from './fleet/fleet';
import { withPrefix } from './fleet/prefixed';
import { openLedger } from './ledger';
import { HELP, readOptions, type SimulatorOptions, UsageError } from './options';
import { simulate } from './simulate';

const FIRST_INTERVAL_SECONDS = 900;

const print = (line: string) => void process.stdout.write(`${line}\n`);

function untilToldToStop(durationSeconds: number | null): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    if (durationSeconds !== null) setTimeout(resolve, durationSeconds * 1000);
  });
}

async function documentOf({ documentFile }: SimulatorOptions): Promise<SnapshotDocument | null> {
  if (documentFile === null) return null;
  const document = readDocument(await readFile(documentFile));
  if (document === null)
    throw new UsageError(
      `${documentFile} is no snapshot: it takes what Get-GuardedFabricSnapshot -AsJson gives`,
    );
  return document;
}

async function run(options: SimulatorOptions): Promise<void> {
  const { server, hosts, seed, prefix, intervalSeconds, durationSeconds, ledgerFile, faults } = options;
  const presentMs = Date.now();
  const document = await documentOf(options);
  const fleet = withDocument(withPrefix(makeFleet({ hosts, seed, days: 1, presentMs }), prefix), document);
  const api = createAgentApi(server);
  const enrolled = await enrolledHosts(options, fleet, api);
  api.close();
  print(`${enrolled.length} hosts send to ${server}`);
  const simulation = simulate({
    fleet,
    enrolled,
    server,
    intervalSeconds: intervalSeconds ?? FIRST_INTERVAL_SECONDS,
    isIntervalFixed: intervalSeconds !== null,
    fromMs: presentMs,
    faults,
    ...(ledgerFile !== null && { ledger: await openLedger(ledgerFile) }),
    log: print,
  });
  await untilToldToStop(durationSeconds);
  await simulation.stop();
  print(JSON.stringify(simulation.counts));
}

async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options === null) print(HELP);
    else await run(options);
    process.exit(0);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(isUsage ? 2 : 1);
  }
}

await main(process.argv.slice(2));
