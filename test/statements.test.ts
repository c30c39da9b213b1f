import { countOccurrence, periodOf, recordOccurrences } from '@/lib/server/audit/count-occurrences';
import {
  findSession,
  findSessionTimes,
  findTokenChain,
  lockSessionEpoch,
} from '@/lib/server/auth/caller-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { beat, hasServed } from '@/lib/server/db/heartbeat';
import {
  canUseCheckpoints,
  exceptionsInForce,
  failingTimeOf,
  verifiedTimeByHost,
  verifiedTimeTogether,
} from '@/lib/server/db/history/compliance-time';
import { countExceptedAt, countStatesAt } from '@/lib/server/db/history/counts';
import { dropHistory, firstEnrolment, historyHorizon } from '@/lib/server/db/history/horizon';
import {
  hostsThatLeft,
  lateEvidenceOf,
  lateHosts,
  verifiedSpansOf,
} from '@/lib/server/db/history/period-facts';
import { findCredentials } from '@/lib/server/db/ingest/credentials';
import { readDocument } from '@/lib/server/db/ingest/documents';
import { noticeEndedExceptions } from '@/lib/server/db/ingest/exceptions';
import { findLongFolds } from '@/lib/server/db/ingest/history-window';
import { countReceipts } from '@/lib/server/db/ingest/receipts';
import { noticeEndedSilences, noticeSilences, silencesBegun } from '@/lib/server/db/ingest/silence';
import type { Pools } from '@/lib/server/db/pools';
import { prepareQueue } from '@/lib/server/db/queue';
import { databaseFacts, partitionFacts } from '@/lib/server/db/storage-facts';
import { findNamedExceptions } from '@/lib/server/services/exception';
import { createFabric, findFabric } from '@/lib/server/services/fabric';
import { fillPast } from '@/lib/server/services/history';
import { refreshNameKeys } from '@/lib/server/services/host';
import { sendNotification } from '@/lib/server/services/notification';
import { canSetUp, createOperator, disableOperator, personBehind } from '@/lib/server/services/operator';
import { citePlans, findNamedPlans, listPlans, noticeProgress } from '@/lib/server/services/plan';
import { createReport, enqueueAbandoned, listReports } from '@/lib/server/services/report';
import { readFile } from '@/lib/server/services/report/keep-file';
import { maintainPartitions } from '@/lib/server/services/snapshot';
import { ensureInstallation, followEpoch, listAudit } from '@/lib/server/services/system';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { systemCtx, tokenCtx } from '@/test/support/callers';
import { comparesStatements } from '@/test/support/compares-statements';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { sourcesOf } from '@/test/support/stated-columns';

// Those of the fleet are in lib/server/db/fleet/answers/statements.test.ts.

/** What asks PostgreSQL for them all, and what has a test of its own. */
const OTHERS = [
  'lib/server/db/checked-rows.ts',
  'lib/server/db/direct.ts',
  'lib/server/db/snapshot-reader.ts',
  'lib/server/db/fleet',
];

const FIRST_DAY = new Date('2026-11-10T00:00:00.000Z');
const dayAfter = (days: number) => new Date(FIRST_DAY.getTime() + days * 86_400_000);
const NOW = dayAfter(3.1);

let pools: Pools;

/** Three days, of which the first was filled before a late snapshot of it came. */
async function fillHistory(): Promise<TestHost> {
  const host = await enrolledHost(pools.console, FIRST_DAY);
  const send = (receivedAt: Date, collectedAt = receivedAt) =>
    deliver(pools.ingest, host, {
      receivedAt,
      snapshots: [snapshotAt(host, collectedAt, { sequence: undefined })],
    });
  await send(dayAfter(0.2));
  await fillPast({ db: pools.jobs, now: dayAfter(2.1) });
  await send(dayAfter(2.5), dayAfter(0.5));
  await fillPast({ db: pools.jobs, now: NOW });
  return host;
}

/** A failure that returns, of which only the repair comes late: a fold reads what stood before it and after it. */
async function sendLate(host: TestHost): Promise<void> {
  const send = (receivedAt: Date, hgsClient: object, sequence: number, collectedAt = receivedAt) =>
    deliver(pools.ingest, host, {
      receivedAt,
      snapshots: [snapshotAt(host, collectedAt, { hgsClient, sequence })],
    });
  await send(dayAfter(3.01), INSECURE, 10);
  await send(dayAfter(3.02), PASSED, 11);
  await send(dayAfter(3.04), INSECURE, 13);
  await send(dayAfter(3.05), PASSED, 12, dayAfter(3.03));
}

async function askIngest({ hostId }: TestHost): Promise<void> {
  await findCredentials(pools.ingest, [Buffer.alloc(32)]);
  const { profileId } = await pools.console.host.findUniqueOrThrow({ where: { id: hostId } });
  const ended = {
    hostId,
    profileId: profileId ?? '',
    lastObservedAt: dayAfter(2.5).getTime(),
    silentAfter: dayAfter(2.6).getTime(),
    backAt: dayAfter(2.7).getTime(),
    toldAt: dayAfter(2.7),
  };
  await transact(pools.ingest, async (tx) => {
    await countReceipts(tx, [hostId], FIRST_DAY);
    await findLongFolds(tx, [{ hostId, time: FIRST_DAY.getTime() }], 1);
    await noticeEndedSilences(tx, [ended], NOW);
  });
  await transact(pools.jobs, (tx) => noticeSilences(tx, NOW));
  await silencesBegun(pools.jobs, NOW);
  await maintainPartitions(pools.jobs, NOW, { retentionDays: 800 });
}

const exceptionOf = (hostId: string) => ({
  id: crypto.randomUUID(),
  number: 1,
  fabricIds: [],
  hostIds: [hostId],
  causes: ['BitLocker'],
  ...{ reason: 'test', control: 'test', owner: 'test', requestedBy: 'test', approvedBy: 'somebody else' },
  ...{ requestedAt: FIRST_DAY, approvedAt: FIRST_DAY, endsAt: dayAfter(30), reviewAt: dayAfter(30) },
});

async function askHistory({ hostId }: TestHost): Promise<void> {
  await pools.console.exception.create({ data: exceptionOf(hostId) });
  for (const at of [dayAfter(1.5), dayAfter(3.05)]) {
    await countStatesAt(pools.fleet, { at, fabrics: 'all' });
    await countExceptedAt(pools.fleet, { at, fabrics: 'all' });
  }
  await askCompliance(hostId);
  await readDocument(pools.console, hostId, Buffer.alloc(32), FIRST_DAY);
  await transact(pools.jobs, (tx) => noticeEndedExceptions(tx, NOW));
  await historyHorizon(pools.fleet);
  await firstEnrolment(pools.fleet);
  await dropHistory(pools.jobs, dayAfter(1));
}

async function askCompliance(hostId: string): Promise<void> {
  const period = { from: dayAfter(1), to: dayAfter(3) };
  await canUseCheckpoints(pools.fleet, period);
  const asked = { ...period, fabrics: 'all', hostIds: null } as const;
  for (const keptIn of ['checkpoints', 'segments'] as const) {
    await verifiedTimeByHost(pools.fleet, { ...asked, keptIn });
    await verifiedTimeTogether(pools.fleet, { ...asked, keptIn });
  }
  await failingTimeOf(pools.fleet, { ...asked, hostIds: [hostId] });
  await exceptionsInForce(pools.fleet, period);
  await verifiedSpansOf(pools.fleet, period, [hostId]);
  await lateEvidenceOf(pools.fleet, period);
  await lateHosts(pools.fleet, NOW);
  await hostsThatLeft(pools.fleet, period, 'all');
}

async function askAudit(): Promise<void> {
  const db: Db = pools.console;
  const ctx = systemCtx(pools.console, NOW);
  const occurrence = { action: 'operator.signInFailed', key: 'one', period: 'hour', detail: {} } as const;
  await countOccurrence(db, { actor: { kind: 'anonymous', id: null }, at: NOW }, occurrence);
  await periodOf(db, { ...occurrence, times: 1 }, NOW);
  await recordOccurrences(ctx);
  await listAudit({ ctx, input: { actor: 'anonymous', action: 'operator', until: NOW } });
}

async function askServer(): Promise<void> {
  await transact(pools.jobs, (tx) => beat(tx, NOW));
  await hasServed(pools.jobs);
  await ensureInstallation(pools.jobs, NOW);
  await followEpoch({ ctx: systemCtx(pools.jobs) });
  await partitionFacts(pools.console);
  await databaseFacts(pools.console);
}

async function askPeople(): Promise<void> {
  const ctx = systemCtx(pools.console, NOW);
  const { name: fabric } = await createFabric({ ctx, input: { name: 'PAR-Prod' } });
  await findFabric(ctx, fabric);
  await findSession(pools.console, 'none');
  await findSessionTimes(pools.console, ['none']);
  await findTokenChain(pools.console, Buffer.alloc(32));
  await lockSessionEpoch(pools.console, 'none');
  await canSetUp({ ctx, input: { token: 'none' } });
  await refreshNameKeys(pools.console);
  await personBehind(tokenCtx(pools.console, { fabrics: 'all' }));
  const person = { password: 'a password that is long enough', role: 'administrator' } as const;
  const [{ id }] = [
    await createOperator({ ctx, input: { ...person, email: 'one@fab.example' } }),
    await createOperator({ ctx, input: { ...person, email: 'two@fab.example' } }),
  ];
  await disableOperator({ ctx, input: { id } });
}

async function askReports(): Promise<void> {
  await prepareQueue(pools.jobsPool);
  const ctx = systemCtx(pools.console, NOW);
  const { id } = await createReport({ ctx, input: { kind: 'moment', timeZone: 'UTC', lang: 'en' } });
  await enqueueAbandoned({ ctx });
  await sendNotification({ ctx, input: { kinds: {}, mailer: null, publicUrl: '' } });
  await readFile(pools.console, id, 'json');
  await listReports({ ctx, input: {} });
  await listReports({ ctx, input: { by: 'Nobody' } });
  await findNamedPlans(ctx, 'RP-1', 1);
  await findNamedExceptions(ctx, 'EX-1', 1);
  await listPlans({ ctx, input: { state: [], host: null, wave: null, at: null, limit: 10, cursor: null } });
  await noticeProgress({ ctx });
  await citePlans(ctx, [], { from: NOW, to: NOW });
}

const sources = [...sourcesOf('lib/server')].filter(
  ([file]) => !OTHERS.some((path) => file.startsWith(path)),
);

comparesStatements('a statement', {
  sources: new Map(sources),
  moreThan: 25,
  ask: async (opened) => {
    pools = opened;
    const host = await fillHistory();
    await askIngest(host);
    await sendLate(host);
    await askHistory(host);
    await askAudit();
    await askServer();
    await askPeople();
    await askReports();
  },
});
