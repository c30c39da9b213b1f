import { osBuild } from '@/lib/domain/os-family';
import { grouped } from '@/lib/util/grouped';
import { shortHash } from '@/lib/util/short-hash';
import { BASELINE_CAUSE } from './cause-work';
import { byName } from './order';
import type { PlanHost, PlannedGroup, PlannedStep } from './types';

/** A host that needs a new baseline, and whether this plan repairs all its other causes. */
export type Measured = { host: PlanHost; isWhole: boolean };

export type BaselinePlan = { groups: PlannedGroup[]; refused: PlanHost[] };

/** Windows Server 2016 knows only the first version of attestation policies. */
const FIRST_VERSION_BUILD = 14_393;

const classOf = ({ model, firmwareVersion, osVersion, secureBootServicing }: PlanHost) =>
  [model, firmwareVersion, osVersion, secureBootServicing] as const;

/** An unknown value equals nothing, so such a host is measured separately. */
function classKey(host: PlanHost): string {
  const words = classOf(host);
  return JSON.stringify([host.fabricId, ...words, ...(words.includes(null) ? [host.id] : [])]);
}

/** The host with the fewest other causes comes first: its measurement is least likely to change again. */
const cleanestFirst = (a: Measured, b: Measured) =>
  Number(b.isWhole) - Number(a.isWhole) ||
  a.host.causes.length - b.host.causes.length ||
  byName(a.host, b.host);

/** One group for each class of hosts. Without a host on which it can be verified, no baseline is registered. */
export function groupBaselines(measured: readonly Measured[]): BaselinePlan {
  const plan: BaselinePlan = { groups: [], refused: [] };
  for (const [key, members] of grouped(measured, ({ host }) => classKey(host))) {
    const hosts = members.toSorted(cleanestFirst);
    const [first] = hosts;
    if (first?.isWhole === true) plan.groups.push(toGroup(key, hosts));
    else plan.refused.push(...hosts.map(({ host }) => host));
  }
  return plan;
}

function toGroup(key: string, measured: readonly Measured[]): PlannedGroup {
  const [first, ...rest] = measured.map(({ host }) => host);
  if (first === undefined) throw new Error('A class has a host');
  const { fabricId, model, firmwareVersion, osVersion, secureBootServicing } = first;
  const hosts = [first, ...rest.toSorted(byName)];
  return {
    ...{ key: `baseline:${shortHash(key)}`, kind: 'baseline', cause: BASELINE_CAUSE, where: 'hgs' },
    ...{ entryId: BASELINE_CAUSE, fabricId, cluster: null },
    baseline: {
      ...{ model, firmwareVersion, osVersion, secureBootServicing },
      policyVersion: osBuild(osVersion) === FIRST_VERSION_BUILD ? 'v1' : null,
      captureOn: first.id,
    },
    tasks: hosts.map(({ id }) => ({ hostId: id, causes: [BASELINE_CAUSE] })),
    steps: stepsOf(first.id, rest.map(({ id }) => id).sort()),
  };
}

/** Captured on one host, verified there, and only then applied to the others. */
function stepsOf(first: string, rest: readonly string[]): PlannedStep[] {
  const one = [first];
  return [
    { id: 'diagnose', hosts: one },
    { id: 'confirmChange' },
    { id: 'captureBaseline', hosts: one },
    { id: 'registerBaseline' },
    { id: 'attestNow', hosts: one },
    { id: 'readStatus', hosts: one },
    ...(rest.length === 0 ? [] : [{ id: 'attestNow', hosts: rest } as const]),
    { id: 'resumeNode' },
  ];
}
