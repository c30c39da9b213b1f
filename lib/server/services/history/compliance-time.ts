import { ComplianceTimeInput, FleetComplianceTime } from '@/lib/contracts/history';
import type { ClassSeconds } from '@/lib/contracts/report-content';
import { rateOf } from '@/lib/domain/compliance';
import { type CoveredSpan, exceptedMs, type FailingSpan } from '@/lib/domain/excepted-time';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, FabricScope, Verb } from '@/lib/server/context';
import {
  type AskedTime,
  canUseCheckpoints,
  exceptionsInForce,
  failingTimeOf,
  type GrantedException,
  type Period,
  type VerifiedTime,
  type VerifiedTimeTogether,
  verifiedTimeByHost,
  verifiedTimeTogether,
} from '@/lib/server/db/history/compliance-time';
import { refuseForgotten } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';
import { inTurns } from '@/lib/util/loop-turns';

/**
 * The time of hosts that the caller may see and that were in the fleet within [from, to), whichever fabric
 * they were in then, by what is known now.
 */
export async function complianceTimeOfHosts({
  ctx,
  input: { hostIds, ...period },
}: Verb<Period & { hostIds: readonly string[] }>): Promise<Map<string, ClassSeconds>> {
  authorize(ctx, 'history.read');
  const asked = await askedTime(ctx, period, 'all');
  if (asked === null) return new Map();
  const time = await verifiedTime(ctx, asked);
  return secondsByHost(time, await exceptedTime(ctx, asked), new Set(hostIds));
}

/** The time of all hosts of the caller's fabrics together. Each host counts for its last fabric. */
export const fleetComplianceTime = verb({
  procedure: 'history.complianceTime',
  summary: 'Says for how much of a period hosts were compliant.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ComplianceTimeInput,
  output: FleetComplianceTime,
  work: async ({ ctx, input }) => {
    const { hosts, seconds } = await secondsTogether(ctx, input);
    const total = Object.values(seconds).reduce((all, one) => all + one, 0);
    return {
      from: input.from.toISOString(),
      to: input.to.toISOString(),
      hosts,
      seconds,
      rates: { compliant: rateOf(seconds.compliant, total) },
    };
  },
});

/** The part of the period that has passed, and where its sums are stored; null if none of it has passed. */
async function askedTime(ctx: Ctx, input: Period, fabrics: FabricScope): Promise<AskedTime | null> {
  const period = { from: input.from, to: new Date(Math.min(input.to.getTime(), ctx.now.getTime())) };
  if (period.from >= period.to) return null;
  await refuseForgotten(ctx, input.from, 'from');
  const keptIn = (await canUseCheckpoints(ctx.db, period)) ? 'checkpoints' : 'segments';
  return { ...period, fabrics, hostIds: null, keptIn };
}

type Lengths = { inFleetMs: number; compliantMs: number; failingMs: number; exceptedMs: number };

/** The time of one or many hosts by class. The four classes always add up to the time in the fleet. */
const classSeconds = (time: Lengths): ClassSeconds => ({
  compliant: time.compliantMs / 1000,
  excepted: time.exceptedMs / 1000,
  nonCompliant: (time.failingMs - time.exceptedMs) / 1000,
  // The lengths are sums of fractions, so a difference may be slightly below zero.
  unverified: Math.max(0, time.inFleetMs - time.compliantMs - time.failingMs) / 1000,
});

async function secondsByHost(
  { hostIds, inFleetMs, compliantMs, failingMs }: VerifiedTime,
  excepted: ReadonlyMap<string, number>,
  asked: ReadonlySet<string>,
): Promise<Map<string, ClassSeconds>> {
  const places = [...hostIds.keys()].filter((at) => asked.has(hostIds[at] ?? ''));
  const secondsAt = (at: number): [string, ClassSeconds] => {
    const hostId = hostIds[at] ?? '';
    const verified = { compliantMs: compliantMs[at] ?? 0, failingMs: failingMs[at] ?? 0 };
    const inFleet = { inFleetMs: inFleetMs[at] ?? 0, exceptedMs: excepted.get(hostId) ?? 0 };
    return [hostId, classSeconds({ ...verified, ...inFleet })];
  };
  return new Map(await inTurns(places, secondsAt));
}

async function secondsTogether(ctx: Ctx, input: Period): Promise<{ hosts: number; seconds: ClassSeconds }> {
  const asked = await askedTime(ctx, input, fabricScope(ctx));
  if (asked === null)
    return { hosts: 0, seconds: { compliant: 0, excepted: 0, nonCompliant: 0, unverified: 0 } };
  const time = await verifiedTogether(ctx, asked);
  const excepted = [...(await exceptedTime(ctx, asked)).values()];
  const exceptedMs = excepted.reduce((sum, ms) => sum + ms, 0);
  return { hosts: time.hosts, seconds: classSeconds({ ...time, exceptedMs }) };
}

/** Uses stored sums where both ends have them, and reads the segments of all other hosts. */
async function verifiedTime(ctx: Ctx, asked: AskedTime): Promise<VerifiedTime> {
  const counted = await verifiedTimeByHost(ctx.db, asked);
  const unknown = [...counted.hostIds.keys()].filter((at) => Number.isNaN(counted.compliantMs[at]));
  if (unknown.length === 0) return counted;
  const hostIds = unknown.map((at) => counted.hostIds[at] ?? '');
  fillIn(counted, unknown, await verifiedTimeByHost(ctx.db, inSegments(asked, hostIds)));
  return counted;
}

/** Like `verifiedTime`, but the database adds up. */
async function verifiedTogether(ctx: Ctx, asked: AskedTime): Promise<VerifiedTimeTogether> {
  const counted = await verifiedTimeTogether(ctx.db, asked);
  if (counted.unknownIds.length === 0) return counted;
  const found = await verifiedTimeTogether(ctx.db, inSegments(asked, counted.unknownIds));
  return {
    ...counted,
    compliantMs: counted.compliantMs + found.compliantMs,
    failingMs: counted.failingMs + found.failingMs,
  };
}

const inSegments = (asked: AskedTime, hostIds: readonly string[]): AskedTime => ({
  ...asked,
  hostIds,
  keptIn: 'segments',
});

/** Fills in the missing hosts. A host that has since left the caller's fabrics has no verified time here. */
function fillIn(counted: VerifiedTime, unknown: readonly number[], found: VerifiedTime): void {
  const places = new Map(found.hostIds.map((hostId, place) => [hostId, place]));
  for (const at of unknown) {
    const place = places.get(counted.hostIds[at] ?? '') ?? -1;
    counted.compliantMs[at] = found.compliantMs[place] ?? 0;
    counted.failingMs[at] = found.failingMs[place] ?? 0;
  }
}

/** Reads only hosts that an exception in force named, one by one. */
async function exceptedTime(ctx: Ctx, asked: AskedTime): Promise<Map<string, number>> {
  const covered = coveredByHost(await exceptionsInForce(ctx.db, asked));
  if (covered.size === 0) return new Map();
  const hostIds = [...covered.keys()];
  const spans = new Map<string, FailingSpan[]>(hostIds.map((hostId) => [hostId, []]));
  for (const { hostId, from, to, causes } of await failingTimeOf(ctx.db, { ...asked, hostIds }))
    spans.get(hostId)?.push({ from: from.getTime(), to: to.getTime(), causes });
  return new Map(
    [...spans].map(([hostId, failing]) => [hostId, exceptedMs(failing, covered.get(hostId) ?? [])]),
  );
}

/** When exceptions in force covered each host. `exceptedMs` subtracts these times from failing time. */
export async function coveredSpans({
  ctx,
  input: { hostIds, ...period },
}: Verb<Period & { hostIds: readonly string[] }>): Promise<Map<string, CoveredSpan[]>> {
  authorize(ctx, 'history.read');
  const asked = new Set(hostIds);
  const covered = coveredByHost(await exceptionsInForce(ctx.db, period));
  return new Map([...covered].filter(([hostId]) => asked.has(hostId)));
}

function coveredByHost(granted: readonly GrantedException[]): Map<string, CoveredSpan[]> {
  const covered = new Map<string, CoveredSpan[]>();
  for (const { hostIds, from, to, causes } of granted)
    for (const hostId of hostIds) {
      const span = { from: from.getTime(), to: to.getTime(), causes };
      covered.set(hostId, [...(covered.get(hostId) ?? []), span]);
    }
  return covered;
}
