import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttestationMode, REPORTING, type Reporting, STATES, type State } from '@/lib/domain/vocabulary';
import { runs } from '@/test/support/runs';
import { type OtherNode, RESTART_QUESTIONS, type RestartFacts, type SeenNode } from './facts';
import { mayRestart } from './may-restart';

const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOON.getTime() - minutes * 60_000);

const up = (name: string): SeenNode => ({ name, state: 'Up' });
const viewOf = (minutes: number, ...nodes: SeenNode[]) => ({ observedAt: minutesAgo(minutes), nodes });

const other = (hostname: string, words: Partial<OtherNode> = {}): OtherNode => ({
  id: hostname,
  hostname,
  state: 'Passed',
  reporting: 'onTime',
  view: null,
  ...words,
});

const NOTHING_WAITS = {
  isWaiting: false,
  status: 'Updated',
  model: 'M4',
  firmwareVersion: '2.19.1',
  osVersion: '10.0.20348.2849',
  provenBy: null,
};
const WAITING = { ...NOTHING_WAITS, isWaiting: true, status: 'InProgress' };

/** HV-1 with two VMs running, in a cluster with HV-2 and HV-3, both able. */
const facts = (words: Partial<RestartFacts> = {}): RestartFacts => ({
  now: NOON,
  hostname: 'HV-1',
  state: 'Passed',
  reporting: 'onTime',
  lastObservedAt: minutesAgo(10),
  intervalSeconds: 900,
  attestationMode: 'Tpm',
  vms: { total: 6, running: 2 },
  cluster: viewOf(10, up('HV-1'), up('HV-2'), up('HV-3')),
  others: [other('HV-2'), other('HV-3')],
  inPlannedRestart: new Set(),
  firmware: NOTHING_WAITS,
  ...words,
});

const told = (question: (typeof RESTART_QUESTIONS)[number], words: Partial<RestartFacts> = {}) => {
  const { answer, reasons, ableTargets } = mayRestart(question, facts(words));
  return [answer, reasons.map(({ code }) => code).join(' '), ableTargets];
};

const NONE_RUNNING = { vms: { total: 6, running: 0 } };

it.each([
  ['noAbleNode', { others: [other('HV-2', { state: 'Silent', reporting: 'silent' })] }],
  ['nowhereToMove', { cluster: 'none' }],
] as const)('says with %s how many of the VMs of the host run', (code, words) => {
  const { reasons } = mayRestart('drain', facts(words));
  expect(reasons.find((reason) => reason.code === code)?.evidence).toMatchObject({ running: 2, total: 6 });
});

describe('whether a node may be drained', () => {
  it.each<[string, Partial<RestartFacts>, [string, string, number]]>([
    ['is yes while able nodes are left for its VMs', {}, ['yes', 'ableNodes allNodesUp', 2]],
    [
      'counts out who does not pass, is late or is in a planned restart',
      {
        cluster: viewOf(10, ...['HV-1', 'HV-2', 'HV-3', 'HV-4', 'HV-5'].map(up)),
        others: [
          other('HV-2', { state: 'Expired' }),
          other('HV-3', { reporting: 'late' }),
          other('HV-4'),
          other('hv-5.fab.example'),
        ],
        inPlannedRestart: new Set(['HV-4']),
      },
      ['yes', 'ableNodes allNodesUp', 1],
    ],
    [
      'is no where none is left',
      { others: [other('HV-2', { state: 'Silent', reporting: 'silent' })] },
      ['no', 'noAbleNode allNodesUp', 0],
    ],
    [
      'takes no VMs to who is of another cluster with this name',
      { others: [other('HV-8'), other('HV-9')] },
      ['no', 'noAbleNode allNodesUp', 0],
    ],
    [
      'is no for the last able node, whatever runs there',
      { ...NONE_RUNNING, others: [] },
      ['no', 'lastAbleNode noVmRunning allNodesUp', 0],
    ],
    [
      'is yes for who is not able and runs nothing: that restart is a way to repair it',
      { ...NONE_RUNNING, state: 'InsecureHostConfiguration', others: [] },
      ['yes', 'noVmRunning allNodesUp', 0],
    ],
    [
      'is no while another node is out',
      { cluster: viewOf(10, up('HV-1'), up('HV-2'), { name: 'HV-3', state: 'Paused' }) },
      ['no', 'nodeOut ableNodes', 1],
    ],
    [
      'believes who looked last',
      {
        others: [
          other('HV-2', { view: viewOf(4, up('HV-1'), up('HV-2'), { name: 'HV-3', state: 'Down' }) }),
          other('HV-3'),
        ],
      },
      ['no', 'nodeOut ableNodes', 1],
    ],
    [
      'is not told by a list that lacks the host',
      {
        others: [
          other('HV-2', { view: viewOf(4, up('HV-2'), { name: 'HV-3', state: 'Down' }) }),
          other('HV-3'),
        ],
      },
      ['yes', 'ableNodes allNodesUp', 2],
    ],
    [
      'is not known where the cluster does not know a node',
      { cluster: viewOf(10, up('HV-1'), up('HV-2'), { name: 'HV-3', state: 'Unknown' }) },
      ['unknown', 'nodeNotKnown ableNodes', 1],
    ],
    ['is not known where the host tells no nodes', { cluster: 'notRead' }, ['unknown', 'clusterNotRead', 0]],
    [
      'is not known where VMs are not counted',
      { vms: 'notRead' },
      ['unknown', 'vmsNotRead ableNodes allNodesUp', 2],
    ],
    [
      'is yes outside of clusters where nothing runs',
      { ...NONE_RUNNING, cluster: 'none' },
      ['yes', 'noVmRunning noCluster', 0],
    ],
    ['is no outside of clusters where something runs', { cluster: 'none' }, ['no', 'nowhereToMove', 0]],
    ['is not known of who is silent', { state: 'Silent', reporting: 'silent' }, ['unknown', 'hostSilent', 0]],
    [
      'is not known of who was rejected',
      { state: 'Silent', reporting: 'faulty' },
      ['unknown', 'hostSilent', 0],
    ],
    [
      'is not known from two intervals on',
      { reporting: 'late', lastObservedAt: minutesAgo(30) },
      ['unknown', 'evidenceOld', 0],
    ],
    [
      'still stands just before',
      { reporting: 'late', lastObservedAt: new Date(minutesAgo(30).getTime() + 1) },
      ['yes', 'ableNodes allNodesUp', 2],
    ],
    [
      'is no before an update that nobody of the class passes with',
      { firmware: WAITING },
      ['no', 'updateNotProven ableNodes allNodesUp', 2],
    ],
    [
      'is yes once one of the class does',
      { firmware: { ...WAITING, provenBy: 'HV-7' } },
      ['yes', 'ableNodes allNodesUp updateProven', 2],
    ],
    [
      'warns who does not pass anyhow',
      { firmware: WAITING, state: 'InsecureHostConfiguration' },
      ['yes', 'ableNodes allNodesUp willNotPassAfter', 2],
    ],
    [
      'is not known where the class is not',
      { firmware: { ...WAITING, model: null } },
      ['unknown', 'classNotKnown ableNodes allNodesUp', 2],
    ],
    [
      'is not known where Secure Boot was not read',
      { firmware: 'notRead' },
      ['unknown', 'secureBootNotRead ableNodes allNodesUp', 2],
    ],
    [
      'does not ask for it where HGS measures nothing',
      { firmware: 'notRead', attestationMode: 'HostKey' },
      ['yes', 'ableNodes allNodesUp', 2],
    ],
  ])('%s', (_, words, expected) => {
    expect(told('drain', words)).toEqual(expected);
  });
});

describe('whether a node may restart', () => {
  it.each<[string, Partial<RestartFacts>, [string, string, number]]>([
    ['is no while shielded VMs run there', {}, ['no', 'vmsRunning ableNodes allNodesUp', 2]],
    ['is yes once they are away', NONE_RUNNING, ['yes', 'noVmRunning ableNodes allNodesUp', 2]],
    [
      'is no for the last able node',
      { ...NONE_RUNNING, others: [] },
      ['no', 'lastAbleNode noVmRunning allNodesUp', 0],
    ],
  ])('%s', (_, words, expected) => {
    expect(told('restart', words)).toEqual(expected);
  });
});

const NAMES = ['HV-1', 'HV-2', 'HV-3', 'HV-4'];
const WORDS = ['Up', 'Down', 'Paused', 'Joining', 'Unknown', null];
const OUT = ['Down', 'Paused', 'Joining'];

/** What is rare in a fleet is tried now and then, so that the answer is often yes. */
const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: rare, weight: 1 });
const oneOf = <T>(usual: T, ...rare: T[]) => rarely(fc.constant(usual), fc.constantFrom(...rare));

const aMoment = rarely(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 30, max: 80 })).map(minutesAgo);
const aNode = (name: string | null) => oneOf<string | null>('Up', ...WORDS).map((state) => ({ name, state }));
const aView = fc.record({
  observedAt: aMoment,
  nodes: rarely(
    fc.tuple(...NAMES.map(aNode)),
    fc.uniqueArray(fc.constantFrom(...NAMES, null).chain(aNode), { selector: ({ name }) => name }),
  ),
});
const anOther = fc.record({
  id: fc.uuid(),
  hostname: fc.constantFrom(...NAMES.slice(1)),
  state: oneOf<State>('Passed', ...STATES),
  reporting: oneOf<Reporting>('onTime', ...REPORTING),
  view: fc.option(aView),
});
const someFacts: fc.Arbitrary<RestartFacts> = fc
  .record({
    now: fc.constant(NOON),
    hostname: fc.constant('HV-1'),
    state: oneOf<State>('Passed', ...STATES),
    reporting: oneOf<Reporting>('onTime', ...REPORTING),
    lastObservedAt: rarely(aMoment, fc.constant(null)),
    intervalSeconds: oneOf<number | null>(900, 300, 3600, null),
    attestationMode: oneOf<AttestationMode>('Tpm', 'HostKey'),
    vms: rarely<RestartFacts['vms']>(
      fc.record({ total: fc.constant(6), running: fc.integer({ min: 0, max: 2 }) }),
      fc.constant('notRead'),
    ),
    cluster: rarely<RestartFacts['cluster']>(aView, fc.constantFrom('none', 'notRead')),
    others: fc.array(anOther, { maxLength: 5 }),
    planned: fc.array(fc.constantFrom(0, 1, 2), { maxLength: 1 }),
    firmware: rarely<RestartFacts['firmware']>(
      fc.record({
        isWaiting: fc.boolean(),
        status: fc.constant('InProgress'),
        model: oneOf<string | null>('M4', null),
        firmwareVersion: fc.constant('2.19.1'),
        osVersion: fc.constant('10.0.20348.2849'),
        provenBy: oneOf<string | null>('HV-7', null),
      }),
      fc.constant('notRead'),
    ),
  })
  .map(({ planned, ...rest }) => {
    const ids = planned.flatMap((index) => rest.others[index]?.id ?? []);
    return { ...rest, inPlannedRestart: new Set(ids) };
  });

const aQuestion = fc.constantFrom(...RESTART_QUESTIONS);

/** Facts of which the answer is yes, so that what must never be yes is tried where it would be one. */
const agreed = fc
  .tuple(aQuestion, someFacts)
  .filter(([question, some]) => mayRestart(question, some).answer === 'yes');

const RUNS = { numRuns: runs({ push: 100, long: 5_000 }) };

describe('an answer is never yes', () => {
  const never = (rule: string, spoil: (some: RestartFacts) => RestartFacts) =>
    it(rule, () => {
      fc.assert(
        fc.property(agreed, ([question, some]) => {
          expect(mayRestart(question, spoil(some)).answer).not.toBe('yes');
        }),
        RUNS,
      );
    });

  never('of a host that is silent', (some) => ({ ...some, reporting: 'silent', state: 'Silent' }));
  never('of a host whose newest snapshot was rejected', (some) => ({
    ...some,
    reporting: 'faulty',
    state: 'Silent',
  }));
  never('on evidence of two intervals', (some) => ({
    ...some,
    now: new Date((some.lastObservedAt ?? NOON).getTime() + 2_000 * (some.intervalSeconds ?? 0)),
  }));
  never('without an interval to judge it by', (some) => ({ ...some, intervalSeconds: null }));
  never('where the VMs were not counted', (some) => ({ ...some, vms: 'notRead' }));
  never('where the cluster was not read', (some) => ({ ...some, cluster: 'notRead' }));
  never('where Secure Boot was not read and is measured', (some) => ({
    ...some,
    attestationMode: 'Tpm',
    firmware: 'notRead',
  }));
});

describe('an answer of yes', () => {
  const holds = (rule: string, check: (some: RestartFacts, question: string) => void) =>
    it(rule, () => {
      fc.assert(
        fc.property(agreed, ([question, some]) => check(some, question)),
        RUNS,
      );
    });

  holds('to "restart" means that no shielded VM runs there', ({ vms }, question) => {
    if (question === 'restart') expect(vms).toMatchObject({ running: 0 });
  });

  holds('means that who looked last sees no other node out', ({ cluster, others }) => {
    if (typeof cluster === 'string') return;
    const views = [cluster, ...others.flatMap(({ view }) => view ?? [])].filter(({ nodes }) =>
      nodes.some(({ name }) => name === 'HV-1'),
    );
    const newest = Math.max(...views.map(({ observedAt }) => observedAt.getTime()));
    for (const { observedAt, nodes } of views) {
      if (observedAt.getTime() !== newest) continue;
      const out = nodes.filter(({ name, state }) => name !== 'HV-1' && OUT.includes(state ?? ''));
      expect(out).toEqual([]);
    }
  });

  holds('leaves what runs there somewhere to go', ({ vms, others, inPlannedRestart }) => {
    if (vms === 'notRead' || vms.running === 0) return;
    const able = others.filter(
      ({ id, state, reporting }) => state === 'Passed' && reporting === 'onTime' && !inPlannedRestart.has(id),
    );
    expect(able).not.toEqual([]);
  });
});

describe('taking an able node away', () => {
  const away: Record<string, (some: RestartFacts, node: OtherNode) => RestartFacts> = {
    'because it fails': (some, node) => ({
      ...some,
      others: some.others.map((one) => (one === node ? { ...one, state: 'TpmError' } : one)),
    }),
    'because it falls silent': (some, node) => ({
      ...some,
      others: some.others.map((one) =>
        one === node ? { ...one, state: 'Silent', reporting: 'silent' } : one,
      ),
    }),
    'because a plan restarts it': (some, { id }) => ({
      ...some,
      inPlannedRestart: new Set([...some.inPlannedRestart, id]),
    }),
  };

  it.each(Object.entries(away))('never turns no into yes: %s', (_, takeAway) => {
    fc.assert(
      fc.property(aQuestion, someFacts, fc.nat(4), (question, some, index) => {
        const node = some.others[index];
        if (node === undefined) return;
        const [before, after] = [some, takeAway(some, node)].map((one) => mayRestart(question, one));
        if (before?.answer !== 'yes') expect(after?.answer).not.toBe('yes');
        expect(after?.ableTargets).toBeLessThanOrEqual(before?.ableTargets ?? 0);
      }),
      { numRuns: runs({ push: 500, long: 20_000 }) },
    );
  });
});
