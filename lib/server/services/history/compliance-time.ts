import type { FleetComplianceTime } from '@/lib/contracts/history';
import { rateOf } from '@/lib/domain/compliance';
import { type CoveredSpan, exceptedMs, type FailingSpan } from '@/lib/domain/excepted-time';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
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

/** How long a host was what within a period. The four always add up to its time in the fleet. */
export type ComplianceTime = {
  hostId: string;
  compliantSeconds: number;
  exceptedSeconds: number;
  nonCompliantSeconds: number;
  unverifiedSeconds: number;
};

/** By host, for every host that was in the fleet within [from, to); what is known now about that time. */
export async function complianceTime({ ctx, input }: Verb<Period>): Promise<ComplianceTime[]> {
  authorize(ctx, 'history.read');
  const period = { from: input.from, to: new Date(Math.min(input.to.getTime(), ctx.now.getTime())) };
  if (period.from >= period.to) return [];
  await refuseForgotten(ctx, input.from, 'from');
  const verified = await verifiedTime(ctx, period);
  const excepted = await exceptedTime(ctx, period, new Set(verified.map(({ hostId }) => hostId)));
  return verified.map((host) => toComplianceTime(host, excepted.get(host.hostId) ?? 0));
}

function toComplianceTime(
  { hostId, inFleetMs, compliantMs, failingMs }: VerifiedTime,
  exceptedMsOfHost: number,
): ComplianceTime {
  return {
    hostId,
    compliantSeconds: compliantMs / 1000,
    exceptedSeconds: exceptedMsOfHost / 1000,
    nonCompliantSeconds: (failingMs - exceptedMsOfHost) / 1000,
    unverifiedSeconds: (inFleetMs - compliantMs - failingMs) / 1000,
  };
}

/** Sums that are kept where both ends have them; of every other host its segments. */
async function verifiedTime(ctx: Ctx, period: Period): Promise<VerifiedTime[]> {
  const fabrics = fabricScope(ctx);
  if (!(await canUseCheckpoints(ctx.db, period)))
    return verifiedTimeOf(ctx.db, period, { fabrics, hostIds: null });
  const counted: VerifiedTime[] = [];
  const missing: string[] = [];
  for (const host of await countedTime(ctx.db, period, fabrics)) {
    if (host.compliantMs === null) missing.push(host.hostId);
    else counted.push({ ...host, compliantMs: host.compliantMs });
  }
  if (missing.length === 0) return counted;
  return [...counted, ...(await verifiedTimeOf(ctx.db, period, { fabrics, hostIds: missing }))];
}

/** Only hosts that an exception in force named are looked at, one by one. */
async function exceptedTime(
  ctx: Ctx,
  period: Period,
  asked: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const granted = await exceptionsInForce(ctx.db, period);
  const covered = coveredByHost(granted, asked);
  if (covered.size === 0) return new Map();
  const spans = new Map<string, FailingSpan[]>([...covered.keys()].map((hostId) => [hostId, []]));
  for (const { hostId, from, to, causes } of await failingTimeOf(ctx.db, period, [...covered.keys()]))
    spans.get(hostId)?.push({ from: from.getTime(), to: to.getTime(), causes });
  return new Map(
    [...spans].map(([hostId, failing]) => [hostId, exceptedMs(failing, covered.get(hostId) ?? [])]),
  );
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
