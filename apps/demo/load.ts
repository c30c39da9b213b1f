import type { Fleet } from '@/apps/simulator/fleet/fleet';
import type { DbRoot } from '@/lib/server/db/client';
import { listFabrics } from '@/lib/server/services/fabric';
import { ensureInstallation } from '@/lib/server/services/system';
import { StartupError } from '@/lib/server/startup-error';
import { admitFleet, enrolFleet, prepareFabrics } from './enrolment';
import { fillHistory, type LiveHost } from './history';
import { legsOf, SPARSE_SECONDS } from './legs';
import type { Memory, Plan } from './memory';
import { preparePeople } from './people';

type Loading = {
  db: DbRoot;
  memory: Memory;
  plan: Plan;
  fleet: Fleet;
  settings: { reportIntervalSeconds: number; retentionDays: number };
  signal: AbortSignal;
  print: (line: string) => void;
};

export type Loaded = { hosts: LiveHost[]; untilMs: number };

const TELL_EVERY_MS = 2_000;

/** Everything up to now: the fleet, its past, or what a demo that was stopped has missed since. */
export async function loadPast(loading: Loading): Promise<Loaded> {
  const { db, memory, fleet, plan, print } = loading;
  await refuseForeignDatabase(db, plan);
  const enrolled = plan.enrolled.length > 0 ? plan : await makeFleetKnown(loading);
  await preparePeople(db, enrolled.password, new Date(fleet.beginMs));
  const tell = everySoOften(print);
  const hosts = await admitFleet({ ...loading, plan: enrolled }, (count) =>
    tell(() => `Looking up credentials: ${count} of ${fleet.hosts.length} hosts`),
  );
  let progress = memory.progress() ?? { untilMs: fleet.beginMs, toldSeconds: SPARSE_SECONDS };
  // Filling takes time itself; the second pass fills that, and is short.
  for (let pass = 1; pass <= 2; pass += 1) {
    const untilMs = Date.now();
    await fill({ ...loading, plan: enrolled }, hosts, { ...progress, goalMs: untilMs });
    progress = memory.progress() ?? progress;
  }
  return { hosts, untilMs: progress.untilMs };
}

/** The demo writes only into a database that it began itself. */
async function refuseForeignDatabase(db: DbRoot, plan: Plan): Promise<void> {
  const ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'demo' } as const;
  const fabrics = await listFabrics({ ctx });
  const hosts = fabrics.reduce((sum, fabric) => sum + fabric.hosts, 0);
  const isBegun = Object.keys(plan.tokens).length > 0;
  if (fabrics.length > 0 && !isBegun)
    throw new StartupError(
      'This database holds fabrics that no demo made: npm run demo needs a data folder, or a DATABASE_URL, of its own',
    );
  if (hosts === 0 && plan.enrolled.length > 0)
    throw new StartupError(
      'This database does not hold the demo that the data folder knows: remove the folder’s demo/ to begin anew',
    );
}

async function makeFleetKnown(loading: Loading): Promise<Plan> {
  const { db, memory, fleet, print, signal } = loading;
  const { serverEpoch } = await ensureInstallation(db, new Date(fleet.beginMs));
  const prepared = await prepareFabrics(db, fleet, loading.plan, memory);
  const tell = everySoOften(print);
  const onProgress = (count: number) => tell(() => `Enrolling: ${count} of ${fleet.hosts.length} hosts`);
  const enrolled = await enrolFleet({ db, fleet, plan: prepared, serverEpoch, signal, onProgress });
  const plan = { ...prepared, enrolled };
  memory.savePlan(plan);
  print(`Enrolled ${enrolled.length} hosts`);
  return plan;
}

type Span = { untilMs: number; toldSeconds: number; goalMs: number };

async function fill(loading: Loading, hosts: readonly LiveHost[], { untilMs, toldSeconds, goalMs }: Span) {
  const { db, fleet, memory, print, signal, settings } = loading;
  const denseSeconds = settings.reportIntervalSeconds;
  const gap = { fromMs: untilMs, untilMs: goalMs, presentMs: fleet.presentMs, denseSeconds, toldSeconds };
  const beganAt = performance.now();
  const tell = everySoOften(print);
  const snapshots = await fillHistory({
    db,
    fleet,
    hosts,
    legs: legsOf(gap),
    retentionDays: settings.retentionDays,
    signal,
    saveProgress: memory.saveProgress,
    onProgress: (told) =>
      tell(() => `History: up to ${dayText(told.atMs)}, ${told.snapshots.toLocaleString('en')} snapshots`),
  });
  const seconds = (performance.now() - beganAt) / 1000;
  if (seconds < 1) return;
  const from = `from ${dayText(untilMs)} to ${dayText(goalMs)}`;
  print(`History: ${snapshots.toLocaleString('en')} snapshots ${from} in ${seconds.toFixed(1)} s`);
}

const dayText = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function everySoOften(print: (line: string) => void) {
  let toldAt = performance.now();
  return (line: () => string) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    print(line());
  };
}
