import { type Auth, createAuth } from '@/lib/server/auth/better-auth';
import { createKnownDevices, type KnownDevices } from '@/lib/server/auth/known-devices';
import { createSessionCookie, type SessionCookie } from '@/lib/server/auth/session-cookie';
import { createSignInLimits, type SignInLimits } from '@/lib/server/auth/sign-in-limits';
import type { DbRoot } from '@/lib/server/db/client';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { prepareQueue } from '@/lib/server/db/queue';
import type { Watermark } from '@/lib/server/db/watermark';
import { createMailer, type Mailer } from '@/lib/server/mail/mailer';
import { createProcessMetrics, type ProcessMetrics } from '@/lib/server/metrics/process-metrics';
import { type Certificate, openCertificate } from '@/lib/server/process/certificate';
import { checkoutVersion } from '@/lib/server/process/checkout';
import type { Env } from '@/lib/server/process/env';
import type { Logger } from '@/lib/server/process/logger';
import { TIME_LIMITS, type TimeLimits } from '@/lib/server/process/time-limits';
import { type CallerPlaces, createCallerPlaces } from '@/lib/server/request/caller-places';
import { createHeavyReads, type HeavyReads } from '@/lib/server/request/heavy-reads';
import { refreshNameKeys } from '@/lib/server/services/host';
import { followSettings } from '@/lib/server/services/setting';
import { createBatcher, type SnapshotBatcher } from '@/lib/server/services/snapshot';
import { ensureInstallation, followEpoch, type LiveEpoch } from '@/lib/server/services/system';
import type { LiveSettings } from '@/lib/server/verbs/facilities';

/** Everything that one server process holds, created once and closed once. */
export type Runtime = {
  env: Env;
  settings: LiveSettings;
  /** Null if this server does not speak TLS itself. */
  certificate: Certificate | null;
  /** Null if this server sends no mail. */
  mailer: Mailer | null;
  log: Logger;
  /** Where people and agents reach this server; known for certain only after it listens. */
  publicUrl: string;
  /** Changes after a failover that may have lost data, so it is read for each answer. */
  readonly serverEpoch: string;
  epoch: LiveEpoch;
  auth: Auth;
  sessionCookie: SessionCookie;
  signInLimits: SignInLimits;
  knownDevices: KnownDevices;
  /** Sessions, tokens and every change made by people. */
  db: DbRoot;
  /** Agents have their own connections, so that a fleet that sends all at once cannot block the console. */
  ingestDb: DbRoot;
  /** Agents' requests that arrive together are written together. */
  batcher: SnapshotBatcher;
  /** Limits each signed-in person and token, so that none takes the processor from the others. */
  callerPlaces: CallerPlaces;
  /** Reads that a replica may answer, if there is one. */
  heavyReads: HeavyReads;
  /** Questions about the fleet, each with its own plan. */
  fleetDb: DbRoot;
  /** Background jobs. */
  jobsDb: DbRoot;
  jobsPool: Pools['jobsPool'];
  /** Announces changes of the live fleet. It ends before the listener is closed, and ends the streams with it. */
  watermark: Watermark;
  /** What this process counts about itself, for GET /api/metrics. */
  metrics: ProcessMetrics;
  limits: TimeLimits;
  /** True after the first stop signal: the readiness check then answers 503. */
  stopping: boolean;
  close: () => Promise<void>;
  /** Ends every connection to the database at once, for a stop that cannot wait longer. */
  giveUp: () => void;
};

const LONGEST_REASON = 500;
const messageOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);

type Options = {
  env: Env;
  log: Logger;
  runtimeUrl: string;
  directUrl?: string;
  replicaUrl?: string;
  limits?: Partial<TimeLimits>;
};

export async function createRuntime(options: Options): Promise<Runtime> {
  const { env, log, runtimeUrl, directUrl, replicaUrl } = options;
  const limits = { ...TIME_LIMITS, ...options.limits };
  const { connections } = env.database;
  const certificate = env.tls ? openCertificate(env.tls, log) : null;
  const pools = openPools({ url: runtimeUrl, directUrl, replicaUrl, connections, answerMs: limits.answerMs });
  const { console: db, ingest: ingestDb, fleet: fleetDb, jobs: jobsDb } = pools;
  let waiting = () => 0;
  const replica = pools.followReplica((err) =>
    log.warn({ err }, 'the replica is not asked until this ends, and the primary answers'),
  );
  const watermark = pools.followWatermark(
    (err) => log.warn({ err }, 'changes are told late until this ends'),
    replica,
  );
  const metrics = createProcessMetrics({
    version: checkoutVersion(),
    waiting: () => waiting(),
    pools: pools.use,
    isFollowing: watermark.isFollowed,
    replicaLagSeconds: () => replica?.lagSeconds() ?? 0,
    certificateEndsAt: () => certificate?.endsAt() ?? null,
  });
  const close = async () => {
    metrics.stop();
    await watermark.end();
    await replica?.end();
    await pools.close();
  };
  try {
    const { sessionSecret } = await ensureInstallation(db, new Date());
    const actor = { kind: 'system', id: 'job' } as const;
    const epoch = await followEpoch({ ctx: { actor, db: jobsDb, now: new Date(), requestId: 'epoch' } });
    const settings = await followSettings(pools.jobs, env.given);
    await refreshNameKeys(db);
    await prepareQueue(pools.jobsPool);
    const auth = createAuth({ db, log, publicUrl: env.publicUrl, secret: sessionSecret });
    const signing = { secret: sessionSecret, secure: env.publicUrl.startsWith('https:') };
    const batcher = createBatcher(ingestDb, settings, {
      ...metrics.ingest,
      // The rest of PostgreSQL's error is left out because it quotes the whole row, which is the host's text.
      refusedByDatabase: ({ error, ...what }) =>
        log.error({ ...what, reason: messageOf(error) }, 'snapshot refused by the database'),
      failed: (err) => log.error({ err }, 'snapshots not written'),
    });
    waiting = batcher.waiting;
    return {
      env,
      certificate,
      settings,
      mailer: env.mail === undefined ? null : createMailer(env.mail),
      log,
      publicUrl: env.publicUrl,
      get serverEpoch() {
        return epoch.current;
      },
      epoch,
      auth,
      sessionCookie: createSessionCookie(signing),
      signInLimits: createSignInLimits(db),
      knownDevices: createKnownDevices(signing),
      db,
      ingestDb,
      batcher,
      callerPlaces: createCallerPlaces(),
      heavyReads: createHeavyReads(replica),
      fleetDb,
      jobsDb,
      jobsPool: pools.jobsPool,
      watermark,
      metrics,
      limits,
      stopping: false,
      close,
      giveUp: pools.giveUp,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
