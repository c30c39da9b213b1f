import type { FleetComplianceTime } from '@/lib/contracts/history';
import { rateOf } from '@/lib/domain/compliance';
import { type CoveredSpan, exceptedMs, type FailingSpan } from '@/lib/domain/excepted-time';
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

/** How long a host was what within a period. The four always add up to its time in the fleet. */
export type ComplianceTime = {
  hostId: string;
  compliantSeconds: number;
  exceptedSeconds: number;
  nonCompliantSeconds: number;
  unverifiedSeconds: number;
};

/**
 * The time of every host that was in the fleet within [from, to) and in a fabric of the caller when it was last; what is
 * known now about that time.
 */
export async function complianceTime({ ctx, input }: Verb<Period>): Promise<ComplianceTime[]> {
  authorize(ctx, 'history.read');
  return timeInClasses(ctx, input, fabricScope(ctx));
}

/** The time of hosts that the caller was shown, whichever fabric each was in then. */
export async function complianceTimeOfHosts({
  ctx,
  input: { hostIds, ...period },
}: Verb<Period & { hostIds: readonly string[] }>): Promise<ComplianceTime[]> {
  authorize(ctx, 'history.read');
  const asked = new Set(hostIds);
  return (await timeInClasses(ctx, period, 'all')).filter(({ hostId }) => asked.has(hostId));
}

async function timeInClasses(ctx: Ctx, input: Period, fabrics: FabricScope): Promise<ComplianceTime[]> {
  const period = { from: input.from, to: new Date(Math.min(input.to.getTime(), ctx.now.getTime())) };
  if (period.from >= period.to) return [];
  await refuseForgotten(ctx, input.from, 'from');
  const { hostIds, ...times } = await verifiedTime(ctx, period, fabrics);
  const excepted = await exceptedTime(ctx, period, hostIds);
  return inTurns([...hostIds.entries()], ([at, hostId]) =>
    toComplianceTime(hostId, times, { at, excepted: excepted.get(hostId) ?? 0 }),
  );
}

function toComplianceTime(
  hostId: string,
  { inFleetMs, compliantMs, failingMs }: Omit<VerifiedTime, 'hostIds'>,
  { at, excepted }: { at: number; excepted: number },
): ComplianceTime {
  const compliant = compliantMs[at] ?? 0;
  const failing = failingMs[at] ?? 0;
  return {
    hostId,
    compliantSeconds: compliant / 1000,
    exceptedSeconds: excepted / 1000,
    nonCompliantSeconds: (failing - excepted) / 1000,
    unverifiedSeconds: ((inFleetMs[at] ?? 0) - compliant - failing) / 1000,
  };
}

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
  const hosts = await complianceTime({ ctx, input });
  const sum = (secondsOf: (host: ComplianceTime) => number) =>
    hosts.reduce((total, host) => total + secondsOf(host), 0);
  const seconds = {
    compliant: sum((host) => host.compliantSeconds),
    excepted: sum((host) => host.exceptedSeconds),
    nonCompliant: sum((host) => host.nonCompliantSeconds),
    unverified: sum((host) => host.unverifiedSeconds),
  };
  const total = Object.values(seconds).reduce((all, one) => all + one, 0);
  return {
    from: input.from.toISOString(),
    to: input.to.toISOString(),
    hosts: hosts.length,
    seconds,
    rates: { compliant: rateOf(seconds.compliant, total) },
  };
}
