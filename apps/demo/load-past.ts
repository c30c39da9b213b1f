import type { Fleet } from '@/apps/simulator/fleet/fleet';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { hasServed } from '@/lib/server/db/heartbeat';
import { noticeSilences, silencesBegun } from '@/lib/server/db/ingest/silence';
import { StartupError } from '@/lib/server/process/startup-error';
import { listFabrics } from '@/lib/server/services/fabric';
import { maintainPartitions } from '@/lib/server/services/snapshot';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_MS } from '@/lib/util/durations';
import { admitFleet, enrolFleet, prepareFabrics } from './enrolment';
import { fillHistory } from './history';
import { expectedReports, type Leg, legsOf, SPARSE_SECONDS } from './history-legs';
import { type Lanes, type LiveHost, lanesHere } from './lanes';
import { preparePeople } from './people';
import type { Enrolled, Memory, Plan, Progress } from './progress-file';
import { countText, dayText, everySoOften, hostsText, paceText } from './progress-text';

type Loading = {
  db: DbRoot;
  memory: Memory;
  plan: Plan;
  fleet: Fleet;
  settings: { reportIntervalSeconds: number; retentionDays: number };
  signal: AbortSignal;
  print: (line: string) => void;
  /** Up to when there is a past to write, in milliseconds. */
  clock: () => number;
  /** Threads are started only for a past that is long enough to be worth their start. */
  openThreads?: (hosts: readonly LiveHost[]) => Lanes;
};

export type Loaded = { hosts: LiveHost[]; untilMs: number };

/** Fewer are written before a thread has started. */
const WORTH_THREADS = 10_000;

/** Everything up to now: the fleet, its past, or what a demo that was stopped has missed since. */
export async function loadPast(loading: Loading): Promise<Loaded> {
  const { db, memory, fleet, clock } = loading;
  const plan = await takeDatabase(loading);
  const enrolled = await makeFleetKnown({ ...loading, plan });
  await preparePeople(db, plan.password, new Date(fleet.beginMs));
  const hosts = await admit(loading, enrolled);
  // Filling takes time itself; the second pass fills that, and is short.
  for (let pass = 1; pass <= 2; pass += 1) await fill(loading, hosts, clock());
  const { untilMs } = progressOf(memory, loading);
  await noticeSilent(db, untilMs);
  return { hosts, untilMs };
}

/** Notices hosts that fell silent in the past, as a server that ran then would have. */
async function noticeSilent(db: DbRoot, untilMs: number): Promise<void> {
  if (await hasServed(db)) return;
  for (const beganAt of await silencesBegun(db, new Date(untilMs)))
    await transact(db, (tx) => noticeSilences(tx, beganAt));
}

/** The demo writes only into a database that it began itself. */
async function takeDatabase({ db, plan, memory, clock }: Loading): Promise<Plan> {
  const now = new Date(clock());
  const ctx = { actor: { kind: 'system', id: 'cli' }, db, now, requestId: 'demo' } as const;
  const fabrics = await listFabrics({ ctx, input: { at: null } });
  const hosts = fabrics.reduce((sum, fabric) => sum + (fabric.hosts ?? 0), 0);
  if (fabrics.length > 0 && !plan.begun)
    throw new StartupError(
      'This database holds fabrics that no demo made: npm run demo needs a data folder, or a DATABASE_URL, of its own',
    );
  if (hosts === 0 && memory.enrolled().length > 0)
    throw new StartupError(
      'This database does not hold the demo that the data folder knows: remove the folder’s demo/ to begin anew',
    );
  const taken = { ...plan, begun: true };
  if (!plan.begun) memory.savePlan(taken);
  return taken;
}

async function makeFleetKnown(loading: Loading): Promise<Enrolled[]> {
  const { db, memory, fleet, print, signal } = loading;
  const known = memory.enrolled();
  if (known.length >= fleet.hosts.length) return known;
  const { serverEpoch } = await ensureInstallation(db, new Date(fleet.beginMs));
  const plan = await prepareFabrics(db, fleet, loading.plan, memory);
  const tell = everySoOften(print);
  const of = fleet.hosts.length;
  const onProgress = (count: number) =>
    tell(
      () => `Enrolling: ${Math.floor((100 * count) / of)} %, ${countText(count)} of ${countText(of)} hosts`,
    );
  const [first] = legsOf(gapOf(loading, progressOf(memory, loading), fleet.presentMs));
  const toldSeconds = first?.toldSeconds ?? SPARSE_SECONDS;
  const enrolled = await enrolFleet({
    db,
    fleet,
    plan,
    memory,
    serverEpoch,
    toldSeconds,
    signal,
    onProgress,
  });
  print(`Enrolled ${hostsText(enrolled.length)}`);
  return enrolled;
}

function admit(
  { db, fleet, memory, signal, print, clock }: Loading,
  enrolled: readonly Enrolled[],
): Promise<LiveHost[]> {
  const tell = everySoOften(print);
  return admitFleet({
    db,
    fleet,
    enrolled,
    // Their credentials are used for the first time when the past begins.
    now: memory.progress() === null ? new Date(fleet.beginMs) : new Date(clock()),
    signal,
    onProgress: (count) => tell(() => `Looking up credentials: ${count} of ${fleet.hosts.length} hosts`),
  });
}

const progressOf = (memory: Memory, { fleet }: Pick<Loading, 'fleet'>): Progress =>
  memory.progress() ?? { untilMs: fleet.beginMs, vouchedSeconds: SPARSE_SECONDS };

const gapOf = ({ fleet, settings }: Loading, { untilMs, vouchedSeconds }: Progress, goalMs: number) => ({
  fromMs: untilMs,
  untilMs: goalMs,
  presentMs: fleet.presentMs,
  denseSeconds: settings.reportIntervalSeconds,
  vouchedSeconds,
});

async function fill(loading: Loading, hosts: readonly LiveHost[], goalMs: number): Promise<void> {
  const { db, fleet, memory, print, signal, settings, openThreads } = loading;
  const progress = progressOf(memory, loading);
  const legs = legsOf(gapOf(loading, progress, goalMs));
  const expected = legs.reduce((sum, leg) => sum + expectedReports(leg, hosts.length), 0);
  const beganAt = performance.now();
  const tell = everySoOften(print);
  const { lanes, end } =
    openThreads !== undefined && expected > WORTH_THREADS
      ? openThreads(hosts)
      : lanesHere({ db, fleet, hosts, retentionDays: settings.retentionDays });
  try {
    const snapshots = await fillHistory({
      hosts: hosts.length,
      lanes,
      legs,
      signal,
      onSlice: keeper(db, memory, settings),
      onProgress: ({ atMs, snapshots: done, share }) =>
        tell(() => {
          const pace = { share, done, elapsedMs: performance.now() - beganAt };
          return `History: ${dayText(atMs)}, ${paceText(pace, 'snapshots')}`;
        }),
    });
    tellFilled(print, { snapshots, beganAt, from: progress.untilMs, goalMs });
  } finally {
    await end();
  }
}

/** What is stored is remembered; once a day goes what the server would have dropped that day. */
function keeper(db: DbRoot, memory: Memory, keeping: { retentionDays: number }) {
  let tidiedDay = -1;
  return async ({ untilMs, vouchedSeconds }: Leg): Promise<void> => {
    memory.saveProgress({ untilMs, vouchedSeconds });
    const day = Math.floor(untilMs / DAY_MS);
    if (day === tidiedDay) return;
    tidiedDay = day;
    await maintainPartitions(db, new Date(untilMs), keeping);
  };
}

type Filled = { snapshots: number; beganAt: number; from: number; goalMs: number };

function tellFilled(print: Loading['print'], { snapshots, beganAt, from, goalMs }: Filled): void {
  const seconds = (performance.now() - beganAt) / 1000;
  if (seconds < 1) return;
  const rate = countText(Math.round(snapshots / seconds));
  const what = `${countText(snapshots)} snapshots from ${dayText(from)} to ${dayText(goalMs)}`;
  print(`History: ${what} in ${seconds.toFixed(1)} s, ${rate} a second`);
}
