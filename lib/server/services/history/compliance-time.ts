import type { FleetComplianceTime } from '@/lib/contracts/history';
import type { ClassSeconds } from '@/lib/contracts/report-content';
import { rateOf } from '@/lib/domain/compliance';
import { type CoveredSpan, exceptedMs, type FailingSpan } from '@/lib/domain/excepted-time';
import type { Compliance } from '@/lib/domain/vocabulary';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, FabricScope, Verb } from '@/lib/server/context';
import {
  canUseCheckpoints,
  countedTime,
  exceptionsInForce,
  failingTimeOf,
  type GrantedException,
  type Period,
  type VerifiedTime,
  verifiedTimeOf,
} from '@/lib/server/db/history/compliance-time';
import { refuseForgotten } from '@/lib/server/request/resolve-time';
import { inTurns } from '@/lib/util/loop-turns';

/**
 * How long hosts were what within a period, in ms. The four always add up to a host's time in the fleet. In columns, in
 * each of which a place is one host: a hundred thousand objects take longer to make than their times to be read.
 */
export type ComplianceTimes = { hostIds: readonly string[] } & Record<Compliance, Float64Array>;

/**
 * The time of every host that was in the fleet within [from, to) and in a fabric of the caller when it was last; what is
 * known now about that time.
 */
export async function complianceTime({ ctx, input }: Verb<Period>): Promise<ComplianceTimes> {
  authorize(ctx, 'history.read');
  return timeInClasses(ctx, input, fabricScope(ctx));
}

/** The seconds of hosts that the caller was shown, whichever fabric each was in then. */
export async function complianceTimeOfHosts({
  ctx,
  input: { hostIds, ...period },
}: Verb<Period & { hostIds: readonly string[] }>): Promise<Map<string, ClassSeconds>> {
  authorize(ctx, 'history.read');
  return secondsByHost(await timeInClasses(ctx, period, 'all'), new Set(hostIds));
}

async function timeInClasses(ctx: Ctx, input: Period, fabrics: FabricScope): Promise<ComplianceTimes> {
  const period = { from: input.from, to: new Date(Math.min(input.to.getTime(), ctx.now.getTime())) };
  if (period.from >= period.to) return toComplianceTimes(noTime(), new Map());
  await refuseForgotten(ctx, input.from, 'from');
  const times = await verifiedTime(ctx, period, fabrics);
  return toComplianceTimes(times, await exceptedTime(ctx, period, times.hostIds));
}

const noTime = (): VerifiedTime => ({
  hostIds: [],
  inFleetMs: new Float64Array(),
  compliantMs: new Float64Array(),
  failingMs: new Float64Array(),
});

function toComplianceTimes(
  { hostIds, inFleetMs, compliantMs, failingMs }: VerifiedTime,
  exceptedMsOf: ReadonlyMap<string, number>,
): ComplianceTimes {
  const excepted =
    exceptedMsOf.size === 0
      ? new Float64Array(hostIds.length)
      : Float64Array.from(hostIds, (hostId) => exceptedMsOf.get(hostId) ?? 0);
  return {
    hostIds,
    compliant: compliantMs,
    excepted,
    nonCompliant: failingMs.map((ms, at) => ms - (excepted[at] ?? 0)),
    unverified: inFleetMs.map((ms, at) => ms - (compliantMs[at] ?? 0) - (failingMs[at] ?? 0)),
  };
}

/** `asked`: whose seconds are wanted; without it, everybody's. */
export async function secondsByHost(
  times: ComplianceTimes,
  asked?: ReadonlySet<string>,
): Promise<Map<string, ClassSeconds>> {
  const places = [...times.hostIds.keys()].filter((at) => asked?.has(times.hostIds[at] ?? '') ?? true);
  return new Map(
    await inTurns(places, (at): [string, ClassSeconds] => [
      times.hostIds[at] ?? '',
      classSeconds((word) => times[word][at] ?? 0),
    ]),
  );
}

const classSeconds = (msOf: (word: Compliance) => number): ClassSeconds => ({
  compliant: msOf('compliant') / 1000,
  excepted: msOf('excepted') / 1000,
  nonCompliant: msOf('nonCompliant') / 1000,
  unverified: msOf('unverified') / 1000,
});

/** Sums that are kept where both ends have them; of every other host its segments. */
async function verifiedTime(ctx: Ctx, period: Period, fabrics: FabricScope): Promise<VerifiedTime> {
  if (!(await canUseCheckpoints(ctx.db, period)))
    return verifiedTimeOf(ctx.db, period, { fabrics, hostIds: null });
  const counted = await countedTime(ctx.db, period, fabrics);
  const missing = [...counted.hostIds.keys()].filter((at) => Number.isNaN(counted.compliantMs[at]));
  if (missing.length === 0) return counted;
  const hostIds = missing.map((at) => counted.hostIds[at] ?? '');
  fillIn(counted, missing, await verifiedTimeOf(ctx.db, period, { fabrics, hostIds }));
  return counted;
}

/** A host that has left the caller's fabrics since it was counted has no verified time here. */
function fillIn(counted: VerifiedTime, missing: readonly number[], found: VerifiedTime): void {
  const places = new Map(found.hostIds.map((hostId, place) => [hostId, place]));
  for (const at of missing) {
    const place = places.get(counted.hostIds[at] ?? '') ?? -1;
    counted.compliantMs[at] = found.compliantMs[place] ?? 0;
    counted.failingMs[at] = found.failingMs[place] ?? 0;
  }
}

/** Only hosts that an exception in force named are looked at, one by one. */
async function exceptedTime(
  ctx: Ctx,
  period: Period,
  asked: readonly string[],
): Promise<Map<string, number>> {
  const covered = await coveredSpans({ ctx, input: { ...period, hostIds: asked } });
  if (covered.size === 0) return new Map();
  const spans = new Map<string, FailingSpan[]>([...covered.keys()].map((hostId) => [hostId, []]));
  for (const { hostId, from, to, causes } of await failingTimeOf(ctx.db, period, [...covered.keys()]))
    spans.get(hostId)?.push({ from: from.getTime(), to: to.getTime(), causes });
  return new Map(
    [...spans].map(([hostId, failing]) => [hostId, exceptedMs(failing, covered.get(hostId) ?? [])]),
  );
}

/** When exceptions in force named hosts, by host: what `exceptedMs` takes of failing time. */
export async function coveredSpans({
  ctx,
  input: { hostIds, ...period },
}: Verb<Period & { hostIds: readonly string[] }>): Promise<Map<string, CoveredSpan[]>> {
  authorize(ctx, 'history.read');
  const granted = await exceptionsInForce(ctx.db, period);
  return granted.length === 0 ? new Map() : coveredByHost(granted, new Set(hostIds));
}

function coveredByHost(granted: readonly GrantedException[], asked: ReadonlySet<string>) {
  const covered = new Map<string, CoveredSpan[]>();
  for (const { hostIds, from, to, causes } of granted)
    for (const hostId of hostIds)
      if (asked.has(hostId)) {
        const span = { from: from.getTime(), to: to.getTime(), causes };
        covered.set(hostId, [...(covered.get(hostId) ?? []), span]);
      }
  return covered;
}

/** The fleet's time in each class: what its hosts' come to together. */
export async function fleetComplianceTime({ ctx, input }: Verb<Period>): Promise<FleetComplianceTime> {
  const times = await complianceTime({ ctx, input });
  const seconds = classSeconds((word) => times[word].reduce((sum, ms) => sum + ms, 0));
  const total = Object.values(seconds).reduce((all, one) => all + one, 0);
  return {
    from: input.from.toISOString(),
    to: input.to.toISOString(),
    hosts: times.hostIds.length,
    seconds,
    rates: { compliant: rateOf(seconds.compliant, total) },
  };
}
