import { complianceOf } from '@/lib/domain/compliance';
import { exceptionStateAt } from '@/lib/domain/exception';
import { causesOf, stateOf } from '@/lib/domain/judge';
import { deadlines, isReportingNow, reportingAt } from '@/lib/domain/reporting';
import { risksOf } from '@/lib/domain/risk';
import { bootClassOf } from '@/lib/domain/secure-boot/class';
import type { Compliance, ExceptionKind, State } from '@/lib/domain/vocabulary';
import type { FilterableHost } from '@/test/support/matches-host';
import type { DecisionSpec, FleetSpec, HostSpec, ItemSpec, ProfileSpec } from './fleet';

/** What one host should read as at a moment, told from its snapshots one by one and never from SQL. */
export type ExpectedHost = FilterableHost & {
  id: string;
  causes: readonly string[];
  compliance: Compliance;
  exception: ExceptionKind;
  shieldedVms: number | null;
};

const last = <T>(items: readonly T[]): T | undefined => items.at(-1);

function newestVersions<T extends { validFrom: Date }>(
  versions: readonly T[],
  keyOf: (version: T) => string,
  at: Date,
): T[] {
  const newest = new Map<string, T>();
  const known = versions.filter(({ validFrom }) => validFrom <= at);
  for (const version of known.sort((a, b) => a.validFrom.getTime() - b.validFrom.getTime()))
    newest.set(keyOf(version), version);
  return [...newest.values()];
}

function decisionsOn(hostId: string, { exceptions, acknowledgements }: DecisionSpec, at: Date) {
  const naming = exceptions.filter(({ hostIds }) => hostIds.includes(hostId));
  const inForce = naming.filter((exception) => exceptionStateAt(exception, at) === 'inForce');
  const acknowledged = newestVersions(acknowledgements, ({ hostId: host }) => host, at).some(
    (version) =>
      version.hostId === hostId && !version.withdrawn && (version.endsAt === null || version.endsAt > at),
  );
  return {
    exceptedCauses: inForce.flatMap(({ causes }) => causes),
    hasEnded:
      inForce.length === 0 && naming.some(({ approvedAt }) => approvedAt !== null && approvedAt <= at),
    acknowledged,
  };
}

type Decisions = ReturnType<typeof decisionsOn>;

function exceptionKind(state: State, compliance: Compliance, decided: Decisions): ExceptionKind {
  if (state === 'Passed') return 'none';
  if (compliance === 'excepted') return 'excepted';
  if (decided.acknowledged) return 'acknowledged';
  return decided.hasEnded ? 'ended' : 'none';
}

function reportingOf(seen: readonly ItemSpec[], at: Date) {
  const stored = last(seen.filter(({ profile }) => profile !== null));
  const rejected = last(seen.filter(({ profile }) => profile === null));
  const { lateAfter, silentAfter } = stored ? deadlines(stored) : { lateAfter: null, silentAfter: null };
  const lastObservedAt = stored?.observedAt ?? null;
  const reporting = reportingAt(
    { lastObservedAt, lateAfter, silentAfter, lastRejectedAt: rejected?.observedAt ?? null },
    at,
  );
  return { stored, reporting };
}

const names = (host: HostSpec, said: ProfileSpec | null) => ({
  hostname: said?.hostname ?? host.enrolledHostname,
  fqdn: said === null ? host.enrolledFqdn : said.fqdn,
  cluster: said?.cluster ?? null,
  osFamily: said?.os ?? null,
  attestationMode: said?.mode ?? ('Unknown' as const),
  model: said?.model ?? null,
  firmwareVersion: said?.firmwareVersion ?? null,
  tpm: said?.tpm ?? null,
  agentVersion: said?.agentVersion ?? null,
  bootClass: bootClassOf({
    model: said?.model ?? null,
    firmwareVersion: said?.firmwareVersion ?? null,
    osVersion: said?.osVersion ?? null,
  }),
});

function expectedHost(fleet: FleetSpec, host: HostSpec, at: Date): ExpectedHost {
  const seen = host.items
    .filter(({ observedAt }) => observedAt <= at)
    .sort((a, b) => a.observedAt.getTime() - b.observedAt.getTime());
  const { stored, reporting } = reportingOf(seen, at);
  const said = stored?.profile ?? null;
  const judgement = said && {
    ...said,
    state: said.judgedState,
    inferredChecks: [],
    contradictory: said.causes.includes('ContradictoryEvidence'),
  };
  const state = stateOf(said?.judgedState ?? null, reporting);
  const causes = causesOf(judgement, reporting);
  const assignment = last(newestVersions(host.assignments, () => host.id, at));
  const decided = decisionsOn(host.id, fleet, at);
  const offsetMs = last(seen.filter(({ clockOffsetMs }) => clockOffsetMs !== null))?.clockOffsetMs ?? null;
  const compliance = complianceOf({ state, causes, exceptedCauses: decided.exceptedCauses });
  return {
    id: host.id,
    fabricId: assignment?.fabricId ?? '',
    fabricName: fleet.fabrics.find(({ id }) => id === assignment?.fabricId)?.name ?? '',
    owner: assignment?.owner ?? null,
    ...names(host, said),
    reporting,
    state,
    causes,
    compliance,
    risks: risksOf({
      state,
      flags: said?.riskFlags ?? [],
      clockOffsetSeconds: offsetMs === null ? null : offsetMs / 1000,
    }),
    bootStage: state === 'Silent' ? 'notKnown' : (said?.bootStage ?? 'notKnown'),
    failingChecks: isReportingNow(reporting) ? (said?.failingChecks ?? []) : [],
    exception: exceptionKind(state, compliance, decided),
    exceptionKinds: [
      ...new Set([
        exceptionKind(state, compliance, decided),
        ...(state !== 'Passed' && decided.acknowledged ? (['acknowledged'] as const) : []),
      ]),
    ],
    shieldedVms: stored?.vms ?? null,
  };
}

/** The hosts in the fleet at a moment: from enrolment to retirement. */
export function expectedFleet(fleet: FleetSpec, at: Date): ExpectedHost[] {
  return fleet.hosts
    .filter(({ enrolledAt, retiredAt }) => enrolledAt <= at && (retiredAt === null || retiredAt > at))
    .map((host) => expectedHost(fleet, host, at));
}
