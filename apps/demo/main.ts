import { randomUUID } from 'node:crypto';
import { NO_FAULTS } from '@/apps/simulator/faults';
import { type Fleet, makeFleet } from '@/apps/simulator/fleet/fleet';
import { type Simulation, simulate } from '@/apps/simulator/simulate';
import { signIn } from '@/lib/server/auth/sign-in';
import type { Ctx } from '@/lib/server/context';
import { openPools } from '@/lib/server/db/pools';
import { type Database, startDatabase } from '@/lib/server/db/start';
import { refusePortInUse } from '@/lib/server/listener/listener';
import { type Env, loadEnv } from '@/lib/server/process/env';
import { StartupError } from '@/lib/server/process/startup-error';
import { stopOnSignal } from '@/lib/server/process/stop-signals';
import { shippedAgentVersion } from '@/lib/server/services/enrollment';
import { followSettings } from '@/lib/server/services/setting';
import { type RunningServer, startServer } from '@/server';
import { carryOutPlans } from './carry-out';
import { decide } from './decide';
import { askForReports } from './decisions';
import { type Loaded, loadPast } from './load-past';
import { type DemoOptions, HELP, readOptions, UsageError } from './options';
import { newPassword, PEOPLE } from './people';
import { type Memory, openMemory, type Plan } from './progress-file';
import { hostsText } from './progress-text';
import { lanesInThreads } from './threads';
import { scheduleReports } from './work';

type Print = (line: string) => void;
type Stop = () => Promise<void>;

const DEFAULTS = { hosts: 240, days: 90, seed: 1, hostile: false };
const SAVE_EVERY_MS = 15_000;

/** The plan of the data folder, or a new one whose present is now. Another plan than asked for is refused. */
function planOf(memory: Memory, asked: DemoOptions): Plan {
  const known = memory.plan();
  if (known === null) {
    const fresh = { presentMs: Date.now(), password: newPassword(), begun: false, tokens: {}, repairs: [] };
    return { version: 2, ...DEFAULTS, ...asked, ...fresh };
  }
  for (const name of ['hosts', 'days', 'seed'] as const)
    if (asked[name] !== undefined && asked[name] !== known[name])
      throw new StartupError(
        `This data folder holds a demo with --${name} ${known[name]}: remove the folder to make another, or set GF_DATA_DIR`,
      );
  if (asked.hostile && !known.hostile)
    throw new StartupError(
      'This data folder holds a demo without --hostile: remove the folder to make another, or set GF_DATA_DIR',
    );
  return known;
}

async function load(
  env: Env,
  database: Database,
  plan: Plan,
  fleet: Fleet,
  signal: AbortSignal,
  print: Print,
) {
  const pools = openPools({ url: database.runtimeUrl });
  const memory = openMemory(env.dataDir);
  try {
    const settings = await followSettings(pools.console, env.given);
    const loaded = await loadPast({
      db: pools.ingest,
      memory,
      plan,
      fleet,
      settings,
      signal,
      print,
      clock: Date.now,
      openThreads: (hosts) =>
        lanesInThreads({
          databaseUrl: database.runtimeUrl,
          made: { ...plan, agentVersion: fleet.agentVersion },
          hosts,
          retentionDays: settings.retentionDays,
        }),
    });
    const { untilMs: nowMs, hosts } = loaded;
    const { beginMs, presentMs } = fleet;
    await decide({ db: pools.console, beginMs, nowMs }, { hosts, presentMs, memory });
    return loaded;
  } finally {
    await pools.close();
  }
}

/** Once the server is there, whose jobs make them. Who asks is signed in, as each administrator sees. */
async function askForMore({ runtime }: RunningServer, fleet: Fleet, { password }: Plan): Promise<void> {
  const { db } = runtime;
  const deciding = { db, beginMs: fleet.beginMs, nowMs: Date.now() };
  await askForReports(deciding, (email) => {
    const ctx: Ctx = { actor: { kind: 'anonymous' }, db, now: new Date(), requestId: randomUUID() };
    return signIn({ runtime, ctx, email, password, ...ANOTHER_BROWSER });
  });
  await scheduleReports(deciding);
}

const ANOTHER_BROWSER = {
  address: '127.0.0.1',
  cookie: undefined,
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
};

/** The past is written, and the fleet now sends over the agent API like any client. */
function goOn({ address, runtime }: RunningServer, fleet: Fleet, { hosts, untilMs }: Loaded, print: Print) {
  return simulate({
    fleet,
    enrolled: hosts,
    server: address,
    intervalSeconds: runtime.settings.reportIntervalSeconds,
    fromMs: untilMs,
    faults: NO_FAULTS,
    log: print,
  });
}

/** So that a demo that is stopped, or killed, knows what it has missed when it is started again. */
function keepProgress({ env, settings }: RunningServer['runtime'], simulation: Simulation): Stop {
  const memory = openMemory(env.dataDir);
  const save = () =>
    memory.saveProgress({
      untilMs: simulation.acknowledgedUntilMs(),
      vouchedSeconds: settings.reportIntervalSeconds,
    });
  const timer = setInterval(save, SAVE_EVERY_MS);
  return async () => {
    clearInterval(timer);
    save();
    await simulation.stop();
  };
}

/** Plans are worked through in the demo too: what people tick is carried out, and remembered. */
function carryOut({ env, jobsDb }: RunningServer['runtime'], simulation: Simulation, print: Print): Stop {
  const memory = openMemory(env.dataDir);
  return carryOutPlans({
    db: jobsDb,
    simulation,
    remember: (repair) => {
      const plan = memory.plan();
      if (plan === null) return;
      memory.savePlan({ ...plan, repairs: [...plan.repairs, { ...repair, causes: [...repair.causes] }] });
    },
    onError: (error) => print(`A plan was not carried out: ${String(error)}`),
  });
}

async function start(env: Env, asked: DemoOptions, signal: AbortSignal, print: Print): Promise<Stop> {
  await refusePortInUse(env);
  const memory = openMemory(env.dataDir);
  const plan = planOf(memory, asked);
  const database = await startDatabase(env, print);
  try {
    memory.savePlan(memory.plan() ?? plan);
    const fleet = makeFleet({ ...plan, agentVersion: await shippedAgentVersion() });
    const loaded = await load(env, database, plan, fleet, signal, print);
    signal.throwIfAborted();
    const server = await startServer({ env, print, database });
    await askForMore(server, fleet, plan);
    const simulation = goOn(server, fleet, loaded, print);
    const stopFleet = keepProgress(server.runtime, simulation);
    const stopRepairs = carryOut(server.runtime, simulation, print);
    print(`Guarded Fabric is ready on ${server.address}, with ${hostsText(loaded.hosts.length)} reporting`);
    for (const { email, role } of PEOPLE) print(`Sign in as ${role}: ${email}, password ${plan.password}`);
    return async () => {
      await stopRepairs();
      await stopFleet();
      await server.stop();
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

function readAsked(args: readonly string[]): DemoOptions | 'help' {
  try {
    return readOptions(args) ?? 'help';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`guarded-fabric: ${error.message}\n`);
    process.exit(2);
  }
}

export async function main(args: readonly string[]): Promise<void> {
  const print: Print = (line) => void process.stdout.write(`${line}\n`);
  const asked = readAsked(args);
  if (asked === 'help') {
    print(HELP);
    return;
  }
  const stopping = new AbortController();
  const starting = start(loadEnv(), asked, stopping.signal, print);
  stopOnSignal({
    stop: async () => {
      print('Stopping: what was begun is finished first');
      stopping.abort();
      const stop = await starting.catch(() => undefined);
      await stop?.();
    },
    onFailure: (error) =>
      process.stderr.write(`guarded-fabric: ${error instanceof Error ? error.stack : String(error)}\n`),
  });
  await starting.catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
}
