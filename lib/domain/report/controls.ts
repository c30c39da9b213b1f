import { countBy } from '@/lib/domain/compliance';
import { isAble } from '@/lib/domain/judge';
import type { Cause, Check, State } from '@/lib/domain/vocabulary';

/**
 * `supports`: a check or cause shows something that the control depends on. `partOf`: it shows a part of what
 * the control requires. There is no word for a whole control, because the configuration of hosts alone meets
 * none.
 */
export const CONTROL_RELATIONS = ['supports', 'partOf'] as const;

/** The outcome of a control on one host; the four counts add up to the hosts. */
export const CONTROL_OUTCOMES = ['satisfied', 'excepted', 'failing', 'notDetermined'] as const;
export type ControlOutcome = (typeof CONTROL_OUTCOMES)[number];

export const CONTROL_STATES = ['satisfied', 'notSatisfied', 'notDetermined', 'excepted'] as const;
export type ControlState = (typeof CONTROL_STATES)[number];

/** The checks and causes that show a control. At least one of the lists is not empty. */
export type ControlMapping = { checks: readonly Check[]; causes: readonly Cause[] };

/**
 * The data of a host by which controls are evaluated: like its other figures, a report's controls depend only
 * on its hosts and exceptions.
 */
export type ControlledHost = {
  id: string;
  state: State;
  causes: readonly Cause[];
  satisfiedChecks: readonly Check[];
  failing: readonly { check: Check }[];
};

export type Covering = { hostIds: readonly string[]; causes: readonly Cause[]; isInForceAtEnd: boolean };

/** The causes of each host that exceptions in force cover. */
export type Covered = ReadonlyMap<string, ReadonlySet<Cause>>;

export function coveredBy(exceptions: readonly Covering[]): Covered {
  const covered = new Map<string, Set<Cause>>();
  for (const { hostIds, causes } of exceptions.filter(({ isInForceAtEnd }) => isInForceAtEnd))
    for (const hostId of hostIds) covered.set(hostId, new Set([...(covered.get(hostId) ?? []), ...causes]));
  return covered;
}

/** Facts of a host that each control needs, looked up once for all of them. */
type Known = { isSilent: boolean; isAble: boolean; failed: ReadonlySet<string>; shown: ReadonlySet<Check> };

/** It is unknown whether a silent host still fails what it failed last. */
function knownOf({ state, causes, failing, satisfiedChecks }: ControlledHost): Known {
  const isSilent = state === 'Silent';
  const failed = isSilent ? [] : [...failing.map(({ check }) => check), ...causes];
  return { isSilent, isAble: isAble(state), failed: new Set(failed), shown: new Set(satisfiedChecks) };
}

/** The host's own evidence must support a check; a cause is absent only on a host that passes. */
function isShown(known: Known, { checks, causes }: ControlMapping): boolean {
  if (known.isSilent || checks.length + causes.length === 0) return false;
  return checks.every((check) => known.shown.has(check)) && (causes.length === 0 || known.isAble);
}

type HostOutcome = (mapping: ControlMapping) => ControlOutcome;

function outcomesOn(host: ControlledHost, covered: Covered): HostOutcome {
  const known = knownOf(host);
  // An exception covers causes: a failing check that is no cause of this host is not covered.
  const isCovered = (each: string) => host.causes.includes(each) && covered.get(host.id)?.has(each);
  return (mapping) => {
    const failures =
      known.failed.size === 0
        ? []
        : [...mapping.checks, ...mapping.causes].filter((each) => known.failed.has(each));
    if (failures.length === 0) return isShown(known, mapping) ? 'satisfied' : 'notDetermined';
    return failures.every(isCovered) ? 'excepted' : 'failing';
  };
}

/** An undetermined control is never satisfied, and neither is one over no hosts. */
function stateOf(hosts: Readonly<Record<ControlOutcome, number>>): ControlState {
  if (hosts.failing > 0) return 'notSatisfied';
  if (hosts.notDetermined > 0) return 'notDetermined';
  if (hosts.excepted > 0) return 'excepted';
  return hosts.satisfied > 0 ? 'satisfied' : 'notDetermined';
}

export type ControlCounts = Record<ControlOutcome, number>;

export type ControlFigures = { state: ControlState; hosts: ControlCounts };

/** How many hosts have each outcome of each control, in the order of the mappings. */
export function countControls(
  mappings: readonly ControlMapping[],
  hosts: readonly ControlledHost[],
  covered: Covered,
): ControlCounts[] {
  const outcomes = hosts.map((host) => outcomesOn(host, covered));
  return mappings.map((mapping) => countBy(CONTROL_OUTCOMES, outcomes, (outcomeOf) => outcomeOf(mapping)));
}

/** Adds up counts of parts of the hosts. */
export function addControls(
  mappings: readonly ControlMapping[],
  parts: readonly ControlCounts[][],
): ControlFigures[] {
  return mappings.map((_, index) => {
    const sum = countBy(CONTROL_OUTCOMES, [], () => 'notDetermined');
    for (const part of parts) for (const word of CONTROL_OUTCOMES) sum[word] += part[index]?.[word] ?? 0;
    return { state: stateOf(sum), hosts: sum };
  });
}

/** Each control over all hosts, in the order of the mappings. */
export const controlsOf = (
  mappings: readonly ControlMapping[],
  { hosts, exceptions }: { hosts: readonly ControlledHost[]; exceptions: readonly Covering[] },
): ControlFigures[] => addControls(mappings, [countControls(mappings, hosts, coveredBy(exceptions))]);
