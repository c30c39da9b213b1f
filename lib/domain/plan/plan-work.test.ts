import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { STEPS } from '@/lib/domain/remediation/steps';
import { anyPlanQuestion } from '@/test/support/any-plan-question';
import { runPlan } from '@/test/support/run-plan';
import { planWork } from './plan-work';
import type { AbleNode, PlanHost, PlannedGroup, PlannedWork } from './types';

const host = (id: string, causes: string[], more: Partial<PlanHost> = {}): PlanHost => ({
  ...{ id, hostname: `hv-${id}`, fabricId: 'PAR', cluster: 'CL-1', state: 'InsecureHostConfiguration' },
  ...{ mode: 'Tpm', causes, runningVms: 2, shieldedVms: 3 },
  ...{ model: 'M4', firmwareVersion: '2.19.1', osVersion: '10.0.20348.2849', secureBootServicing: 'Updated' },
  ...{ seesIommu: true, ...more },
});
const able = (id: string, cluster = 'CL-1'): AbleNode => ({ id, fabricId: 'PAR', cluster });

const plan = (hosts: PlanHost[], ...nodes: string[]) =>
  planWork({ hosts, ableNodes: nodes.map((id) => able(id)) });
const outline = ({ groups }: PlannedWork) =>
  groups.map(({ kind, cause, tasks }) => [cause ?? kind, ...tasks.map(({ hostId }) => hostId)].join(' '));
const stepsOf = (group: PlannedGroup | undefined) =>
  group?.steps.map(({ id, hosts }) => (hosts === undefined ? id : `${id} ${hosts.join(' ')}`));

describe('a plan', () => {
  it('merges fixes over hosts, restarts each once, and takes the baseline last', () => {
    const made = plan(
      [
        host('a', ['SecureBootSettings', 'PagefileEncryption', 'BitLocker']),
        host('b', ['SecureBootSettings']),
        host('c', ['PagefileEncryption', 'DumpsEnabled']),
      ],
      'z',
    );
    expect(outline(made)).toEqual([
      'BitLocker a',
      'PagefileEncryption a c',
      'DumpsEnabled c',
      'restart a c',
      'SecureBootSettings b a',
    ]);
    expect(made.uncovered).toEqual([]);
    expect(made.totals).toEqual({ hosts: 3, vmsFreed: 9, fixes: 4, restarts: 2 });
  });

  it('captures a baseline on one host that a person confirmed, verifies it there, and then asks the rest', () => {
    const { groups } = plan([host('a', ['SecureBootSettings']), host('b', ['SecureBootSettings'])]);
    expect(stepsOf(groups[0])).toEqual([
      'diagnose a',
      'confirmChange',
      'captureBaseline a',
      'registerBaseline',
      'attestNow a',
      'readStatus a',
      'attestNow b',
      'resumeNode',
    ]);
    expect(groups[0]).toMatchObject({ where: 'hgs', baseline: { captureOn: 'a', policyVersion: null } });
  });

  it('presumes nothing to be equal that differs or is not known', () => {
    const baseline = ['SecureBootSettings'];
    const { groups } = plan([
      host('a', baseline),
      host('b', baseline, { model: 'M5' }),
      host('c', baseline, { firmwareVersion: '2.19.2' }),
      host('d', baseline, { osVersion: '10.0.20348.2966' }),
      host('e', baseline, { secureBootServicing: 'InProgress' }),
      host('f', baseline, { secureBootServicing: null }),
      host('g', baseline, { secureBootServicing: null }),
      host('h', baseline, { fabricId: 'LYO' }),
      host('i', baseline, { osVersion: '10.0.14393.7428' }),
      host('j', baseline),
    ]);
    expect(groups.map(({ tasks }) => tasks.map(({ hostId }) => hostId).join('')).sort()).toEqual(
      ['aj', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].sort(),
    );
    const versions = groups.flatMap(({ baseline: own }) => (own?.policyVersion ? [own.captureOn] : []));
    expect(versions).toEqual(['i']);
  });

  it('restarts nodes without VMs first, so that what they free takes the VMs of the next', () => {
    const made = plan([
      host('a', ['FullBoot']),
      host('b', ['FullBoot'], { runningVms: 0 }),
      host('c', ['FullBoot'], { runningVms: 1 }),
    ]);
    const restart = made.groups.find(({ kind }) => kind === 'restart');
    expect(restart?.tasks).toEqual([
      { hostId: 'b', causes: ['FullBoot'], able: { now: 0, later: 0 } },
      { hostId: 'c', causes: ['FullBoot'], able: { now: 0, later: 1 } },
      { hostId: 'a', causes: ['FullBoot'], able: { now: 0, later: 2 } },
    ]);
  });

  it('counts able nodes for nodes of a cluster alone', () => {
    const made = plan([host('a', ['FullBoot'], { cluster: null, runningVms: 0 })]);
    expect(made.groups.find(({ kind }) => kind === 'restart')?.tasks).toEqual([
      { hostId: 'a', causes: ['FullBoot'] },
    ]);
  });

  it('leaves out what no order can restart safely, and says why', () => {
    const made = plan([
      host('a', ['FullBoot', 'Expired', 'SecureBootSettings']),
      host('b', ['FullBoot'], { cluster: null }),
      host('c', ['FullBoot'], { cluster: null, runningVms: null }),
      host('d', ['FullBoot'], { cluster: null, runningVms: 0 }),
    ]);
    expect(outline(made)).toEqual(['Expired a', 'FullBoot d', 'restart d']);
    expect(made.uncovered.map(({ hostId, cause, reason }) => `${hostId} ${cause} ${reason}`)).toEqual([
      'a FullBoot noAbleNode',
      'a SecureBootSettings othersFirst',
      'b FullBoot vmsCannotMove',
      'c FullBoot vmsCannotMove',
    ]);
  });

  it('says what it cannot cover', () => {
    const made = plan(
      [
        host('a', ['Quantum', 'PagefileEncryption', 'SecureBootSettings']),
        host('b', [], { state: 'Silent' }),
        host('c', [], { state: 'Passed' }),
        host('d', ['InsecureHostConfiguration']),
        host('e', ['Iommu'], { seesIommu: null }),
      ],
      'z',
    );
    expect(made.uncovered.map(({ hostId, cause, reason }) => `${hostId} ${cause} ${reason}`)).toEqual([
      'a Quantum unrecognised',
      // No host of its class can be verified.
      'a SecureBootSettings othersFirst',
      'b Silent silent',
      'c Passed passed',
      'd InsecureHostConfiguration needsDiagnosis',
      'e Iommu firmwareFirst',
    ]);
    expect(made.totals).toEqual({ hosts: 5, vmsFreed: 0, fixes: 1, restarts: 1 });
  });

  it('changes firmware only under a suspended BitLocker, which is turned on before', () => {
    const { groups } = plan(
      [host('a', ['TcgLogVerification', 'BitLocker', 'SecureBoot']), host('b', ['BitLocker'])],
      'z',
    );
    const restart = groups.find(({ kind }) => kind === 'restart');
    expect(stepsOf(restart)).toEqual([
      'suspendBitLocker a',
      'turnOnSecureBoot a',
      'updateFirmware a',
      'guardedRestart a',
      'restartAfterBitLocker b',
      'resumeNode',
    ]);
  });

  it('gives each fabric its own groups where HGS has a part', () => {
    const { groups } = plan([
      host('a', ['UnauthorizedHost', 'Expired']),
      host('b', ['UnauthorizedHost'], { fabricId: 'LYO' }),
      host('c', ['UnauthorizedHost'], { mode: 'HostKey' }),
    ]);
    const identities = groups.filter(({ cause }) => cause === 'UnauthorizedHost');
    expect(identities.map(({ entryId }) => entryId)).toEqual([
      'UnauthorizedHostHostKey',
      'UnauthorizedHostTpm',
      'UnauthorizedHostTpm',
    ]);
    expect(identities.every(({ where }) => where === 'hgs')).toBe(true);
  });
});

describe('of any hosts and causes, in any order, a plan', () => {
  it('follows from the set of hosts alone', () => {
    const shuffled = anyPlanQuestion.chain((question) =>
      fc.record({
        question: fc.constant(question),
        hosts: fc.shuffledSubarray([...question.hosts], { minLength: question.hosts.length }),
        ableNodes: fc.shuffledSubarray([...question.ableNodes], { minLength: question.ableNodes.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ question, hosts, ableNodes }) => {
        const turned = hosts.map((one) => ({ ...one, causes: one.causes.toReversed() }));
        expect(planWork({ hosts: turned, ableNodes })).toEqual(planWork(question));
      }),
    );
  });

  it('has each cause of each host in one group, or in what it does not cover', () => {
    fc.assert(
      fc.property(anyPlanQuestion, (question) => {
        const { groups, uncovered, totals } = planWork(question);
        const told = [
          ...groups.flatMap(({ cause, tasks }) =>
            cause === null ? [] : tasks.map(({ hostId }) => `${hostId} ${cause}`),
          ),
          ...uncovered.map(({ hostId, cause }) => `${hostId} ${cause}`),
        ];
        const asked = question.hosts.flatMap(({ id, causes, state }) =>
          (causes.length === 0 ? [state] : [...new Set(causes)]).map((cause) => `${id} ${cause}`),
        );
        expect(told.sort()).toEqual(asked.sort());
        expect(totals.hosts).toBe(question.hosts.length);
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      }),
    );
  });

  it('restarts no node over running shielded VMs, and no cluster empty of able nodes', () => {
    fc.assert(
      fc.property(anyPlanQuestion, (question) => {
        expect(runPlan(question, planWork(question)).broken).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('does every step of the catalogue that a cause asks for, HGS’s included', () => {
    fc.assert(
      fc.property(anyPlanQuestion, (question) => {
        const done = planWork(question);
        const { did } = runPlan(question, done);
        const open = new Set(done.uncovered.map(({ hostId, cause }) => `${hostId} ${cause}`));
        for (const { id, mode, causes, seesIommu } of question.hosts)
          for (const cause of causes.filter((one) => !open.has(`${id} ${one}`)))
            for (const step of remediationFor(cause, mode)?.steps ?? []) {
              const isLeftOut = step.id === 'turnOnIommu' && seesIommu === true;
              const isMerged = ['restartAfterBitLocker', 'diagnose', 'captureBaseline'].includes(step.id);
              if (!isLeftOut && !isMerged) expect(did.get(id), `${id} ${cause}`).toContain(step.id);
            }
      }),
    );
  });

  it('has no step that loosens a policy of HGS', () => {
    for (const [id, { command = '' }] of Object.entries<{ command?: string }>(STEPS))
      expect(command, id).not.toMatch(/(Disable|Remove)-HgsAttestation/);
  });
});
