import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Faults, NO_FAULTS } from '@/apps/simulator/faults';
import { type Fleet, makeFleet } from '@/apps/simulator/fleet/fleet';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import { type LedgerEntry, openLedger } from '@/apps/simulator/ledger';
import { type Simulation, simulate } from '@/apps/simulator/simulate';
import { readPostmaster } from '@/lib/server/db/embedded/data-folder';
import { stopShared } from '@/lib/server/db/embedded/server';
import { openPools } from '@/lib/server/db/pools';
import { startDatabase } from '@/lib/server/db/start';
import { loadEnv } from '@/lib/server/process/env';
import { enrolledFleet } from '@/test/support/enrolled-fleet';
import { type ApiProcess, freePort, startApiProcess } from '@/test/support/rig/api-process';
import { temporaryFolder } from '@/test/support/temporary-folder';

/** A data folder with a server process over it and a fleet that sends to it; what was acknowledged is noted outside. */
export type Installation = {
  dataDir: string;
  folder: string;
  address: string;
  hosts: readonly EnrolledHost[];
  start: () => Promise<ApiProcess>;
  postmasterPid: () => number;
  report: (options: LoadOptions) => Promise<Simulation>;
  /** Everything the server acknowledged, from the ledger's file. */
  acknowledged: () => LedgerEntry[];
  remove: () => Promise<void>;
};

export type LoadOptions = {
  intervalSeconds?: number;
  faults?: Partial<Faults>;
  /** Where the hosts reach the server, if not directly. */
  server?: string;
};

/** Agents wait as they are told, but on a clock that runs two hundred times as fast. */
const WAIT_SCALE = 0.005;

async function enrolFleet(dataDir: string, fleet: Fleet): Promise<EnrolledHost[]> {
  const database = await startDatabase(loadEnv({ GF_DATA_DIR: dataDir }), () => undefined);
  const pools = openPools({ url: database.runtimeUrl });
  try {
    return await enrolledFleet(pools.console, fleet.hosts);
  } finally {
    await pools.close();
    await database.stop();
  }
}

/** Made, with its hosts enrolled, and stopped. */
export async function makeInstallation(
  hostCount: number,
  folder = temporaryFolder('gf-rig-'),
): Promise<Installation> {
  const dataDir = path.join(folder, 'data');
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const start = () => startApiProcess({ GF_DATA_DIR: dataDir, PORT: String(port) });
  // Outside, also of the volume that a test fills.
  const ledgerFolder = mkdtempSync(path.join(tmpdir(), 'gf-rig-ledger-'));
  const ledgerFile = path.join(ledgerFolder, 'ledger');
  writeFileSync(ledgerFile, '');
  const fleet = makeFleet({ hosts: hostCount, days: 1, seed: 11, presentMs: Date.now() });
  const hosts = await enrolFleet(dataDir, fleet);
  return {
    dataDir,
    folder,
    address,
    hosts,
    start,
    postmasterPid: () => readPostmaster(dataDir)?.pid ?? 0,
    report: async ({ intervalSeconds = 1, faults = {}, server = address }) =>
      simulate({
        fleet,
        enrolled: hosts,
        server,
        intervalSeconds,
        isIntervalFixed: true,
        fromMs: Date.now(),
        faults: { ...NO_FAULTS, ...faults },
        ledger: await openLedger(ledgerFile),
        waitScale: WAIT_SCALE,
        log: () => undefined,
      }),
    acknowledged: () =>
      readFileSync(ledgerFile, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line): LedgerEntry => JSON.parse(line)),
    remove: async () => {
      await stopShared(dataDir);
      rmSync(folder, { recursive: true, force: true });
      rmSync(ledgerFolder, { recursive: true, force: true });
    },
  };
}
