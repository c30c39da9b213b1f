import fc from 'fast-check';
import { planWork } from '@/lib/domain/plan/plan-work';
import { clusterKey } from '@/lib/domain/plan/restarts';
import type { PlannedGroup, PlannedWork, PlanQuestion } from '@/lib/domain/plan/types';
import { isAttestationStatus, isKnownCheck } from '@/lib/domain/vocabulary';
import { LOCALES } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import type { EvaluatedPlan, EvaluatedTask } from '@/lib/server/services/plan/evaluate';
import { toDetail } from '@/lib/server/services/plan/render-plan';
import { planAsScript } from '@/lib/server/services/plan/script';
import { anyPlanQuestion } from './any-plan-question';

/** What may fail while a script runs; `room` is no command, but able nodes without memory. */
const FAULTS = [
  ...['Suspend-ClusterNode', 'Move-ClusterVirtualMachineRole', 'Backup-BitLockerKeyProtector'],
  ...['Get-HgsClientConfiguration', 'Get-ClusterNode', 'Get-CimInstance', 'Get-VM', 'Restart-Computer'],
  ...['Get-BitLockerVolume', 'Add-BitLockerKeyProtector', 'Get-HgsTrace', 'Get-FileHash', 'room'],
] as const;

/** A plan, and how the world differs from what was known when it was made. */
export const anyMixture = fc.record({
  question: anyPlanQuestion,
  lang: fc.constantFrom(...LOCALES),
  isConfirmed: fc.boolean(),
  /** Taken one after another, one for each start of a script. */
  faults: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      { weight: 2, arbitrary: fc.constantFrom<string>(...FAULTS) },
    ),
    { minLength: 7, maxLength: 13 },
  ),
  /** VMs that run there besides, on each host in turn. */
  moreVms: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 9, maxLength: 9 }),
  stoppedVms: fc.array(fc.constantFrom(0, 0, 1), { minLength: 9, maxLength: 9 }),
  /** The able nodes are so no more. */
  haveFailed: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  isNodeDown: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  /** Hosts are worked on in another order than that of the plan. */
  isTurnedRound: fc.boolean(),
});
type Mixture = typeof anyMixture extends fc.Arbitrary<infer Value> ? Value : never;

const AT = new Date('2026-11-24T09:00:00Z');
const nodeName = (id: string) => `HV-${id.toUpperCase()}`;

/** The script of a plan as it is saved, with all that is needed to run it. */
export function toPlanRun({ question: asked, lang, isConfirmed, faults, isTurnedRound, ...more }: Mixture) {
  const hosts = asked.hosts.map((host) => ({ ...host, hostname: nodeName(host.id) }));
  const question = { ...asked, hosts };
  const work = planWork(question);
  const plan = detailOf(question, work, { lang, isConfirmed });
  const nameOf = new Map(hosts.map(({ id, hostname }) => [id, hostname]));
  const groups = plan.groups.map(({ order, restart, tasks, steps }) => ({
    ...{ order, restart },
    hosts: inOrder(
      tasks.map(({ hostname }) => hostname),
      isTurnedRound,
    ),
    steps: steps.map(({ where, hosts: ids }, index) => ({
      ...{ number: index + 1, place: PLACES[where] },
      hosts: ids?.map((id) => nameOf.get(id) ?? id) ?? tasks.map(({ hostname }) => hostname),
    })),
  }));
  return {
    ...{ script: planAsScript(plan, { lang, for: null }), isConfirmed, faults, groups },
    nodes: nodesOf(question, work, more),
    checked: hosts.slice(0, 2).map(({ hostname }) => hostname),
  };
}

const PLACES = { host: 'Host', hgs: 'Hgs', adminWorkstation: 'AdminWorkstation' } as const;
const inOrder = (names: string[], isTurnedRound: boolean) => (isTurnedRound ? names.toReversed() : names);

const UNTOUCHED: EvaluatedTask = {
  // Sound: nothing but these words is read of a task that nobody touched.
  stored: { id: 't', mark: 'todo', markedBy: null, markedAt: null, note: null } as EvaluatedTask['stored'],
  ...{ state: 'todo', provenAt: null, regressedAt: null, turns: [], isStalled: false },
};

type Said = Pick<Mixture, 'lang' | 'isConfirmed'>;

function detailOf(question: PlanQuestion, work: PlannedWork, { lang, isConfirmed }: Said) {
  const ids = question.hosts.map(({ id }) => id);
  const confirmation = {
    id: 'c',
    planId: 'p',
    groupKey: null,
    text: 'CHG-1',
    confirmedAt: AT,
    confirmedBy: 'u',
  };
  const made = {
    createdAt: AT,
    createdBy: 'u',
    closedAt: null,
    closedBy: null,
    progressToldAt: null,
    content: {},
  };
  const plan: EvaluatedPlan = {
    stored: {
      ...{ id: 'p', number: 1, name: 'Night’s work', owner: null, version: 1, ...made },
      ...{ fabricIds: [], hostIds: ids, tasks: [], confirmations: isConfirmed ? [confirmation] : [] },
    },
    content: { catalogueVersion: '1', hosts: [...question.hosts], ...work },
    ...{ state: 'open', tasks: [], taskOf: () => UNTOUCHED },
  };
  const reader = {
    text: remediationText(lang),
    fabrics: new Map<string, string>(),
    doer: (id: string) => ({ id, name: id }),
    ableNodes: (group: PlannedGroup) => ableNames(question, work, group),
  };
  return toDetail(plan, reader, AT);
}

/** As the server tells them: no host that this plan restarts. */
function ableNames(
  { ableNodes }: PlanQuestion,
  { groups }: PlannedWork,
  { fabricId, cluster }: PlannedGroup,
) {
  const restarting = new Set(
    groups.filter(({ kind }) => kind === 'restart').flatMap(({ tasks }) => tasks.map(({ hostId }) => hostId)),
  );
  return ableNodes
    .filter((node) => node.fabricId === fabricId && node.cluster === cluster && !restarting.has(node.id))
    .map(({ id }) => nodeName(id));
}

/** What HGS says of a host with these causes. */
function wordOf(causes: readonly string[]) {
  const status = causes.find(isAttestationStatus) ?? 'InsecureHostConfiguration';
  return { status, checks: causes.filter(isKnownCheck).join(', ') };
}

type World = Pick<Mixture, 'moreVms' | 'stoppedVms' | 'haveFailed' | 'isNodeDown'>;

function nodesOf({ hosts, ableNodes }: PlanQuestion, { uncovered, groups }: PlannedWork, world: World) {
  const open = new Set(uncovered.map(({ hostId }) => hostId));
  const baselines = groups.filter(({ kind }) => kind === 'baseline').flatMap(({ tasks }) => tasks);
  const needBaseline = new Set(baselines.map(({ hostId }) => hostId));
  const able = new Set(ableNodes.map(({ id }) => id));
  const own = hosts.map((host, index) => ({
    ...{ name: nodeName(host.id), cluster: host.cluster && clusterKey(host), state: 'Up' },
    able: able.has(host.id) && !world.haveFailed,
    runningVms: (host.runningVms ?? 2) + (world.moreVms[index] ?? 0),
    stoppedVms: world.stoppedVms[index] ?? 0,
    needsBaseline: needBaseline.has(host.id),
    becomesAble: !open.has(host.id) && !needBaseline.has(host.id),
    says: wordOf(host.causes),
    // What the plan leaves open, and what only a baseline ends.
    saysThen: wordOf([
      ...uncovered.filter(({ hostId }) => hostId === host.id).map(({ cause }) => cause),
      ...(needBaseline.has(host.id) ? ['SecureBootSettings'] : []),
    ]),
  }));
  const silent = { status: 'TransientError', checks: '' };
  const bystander = {
    ...{ runningVms: 1, stoppedVms: 0, needsBaseline: false, becomesAble: false },
    ...{ says: silent, saysThen: silent },
  };
  const known = new Set(hosts.map(({ id }) => id));
  const others = ableNodes
    .filter(({ id }) => !known.has(id))
    .map((node) => ({
      ...{ name: nodeName(node.id), cluster: clusterKey(node), state: 'Up', able: !world.haveFailed },
      ...bystander,
    }));
  const down = { name: 'HV-DOWN', cluster: clusterKey({ fabricId: 'PAR', cluster: 'CL-1' }), state: 'Down' };
  return [...own, ...others, ...(world.isNodeDown ? [{ ...down, able: false, ...bystander }] : [])];
}
