import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stopShared } from '@/lib/server/db/embedded/server';
import { isSameProcess, processIdentity } from '@/lib/server/process/process-identity';
import { temporaryFolder } from '@/test/support/temporary-folder';

const prefix = 'gf-test-run-';
const ownerFile = 'owner.json';

async function endRun(runDir: string): Promise<void> {
  const workers = readdirSync(runDir).filter((name) => name.startsWith('worker-'));
  await Promise.all(workers.map((name) => stopShared(path.join(runDir, name))));
  rmSync(runDir, { recursive: true, force: true });
}

/** A run that was killed could not end its databases: the next one does. */
async function endForsakenRuns(parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const owner = path.join(parent, name, ownerFile);
    if (existsSync(owner) && !isSameProcess(JSON.parse(readFileSync(owner, 'utf8'))))
      await endRun(path.join(parent, name));
  }
}

/** Vitest's global set-up: the workers' databases live from their first use to the end of the run. */
export default async function setUp(): Promise<() => Promise<void>> {
  const runDir = temporaryFolder(prefix);
  writeFileSync(path.join(runDir, ownerFile), JSON.stringify(processIdentity()));
  await endForsakenRuns(path.dirname(runDir));
  process.env.GF_TEST_RUN_DIR = runDir;
  return () => endRun(runDir);
}
