import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '@/test/support/runs';
import { bootClassOf } from './class';
import { type Cockpit, cockpitOf } from './cockpit';
import type { BootGroup } from './groups';
import { BOOT_STAGES } from './stage';

type Given = Partial<Omit<BootGroup, 'bootClass'>>;

function group(given: Given = {}): BootGroup {
  const known = {
    ...{
      fabric: 'PAR',
      cluster: 'CL-1',
      model: 'M4',
      firmwareVersion: '2.17.0',
      osVersion: '10.0.20348.2849',
    },
    ...{ stage: 'kek' as const, isAble: true, isMeasured: true, isRefused: false, isChanging: false },
    ...{ isLate: false, hosts: 4, vms: 10 },
    ...given,
  };
  return { ...known, bootClass: bootClassOf(known) };
}

const waiting = (given: Given = {}) => group({ stage: 'kek', isChanging: true, ...given });
const done = (given: Given = {}) => group({ stage: 'done', hosts: 1, vms: 2, ...given });

const answersOf = ({ clusters }: Cockpit) => clusters.map(({ cluster, answer }) => `${cluster} ${answer}`);
const needsOf = ({ baselines }: Cockpit) => baselines.map(({ need, stage }) => `${need} ${stage}`);

describe('what would fall after a restart', () => {
  it.each<[string, BootGroup[], number]>([
    ['hosts that are written to, and no proof', [waiting()], 4],
    ['a proof of the same class and fabric', [waiting(), done({ cluster: 'CL-9' })], 0],
    ['a proof in another fabric', [waiting(), done({ fabric: 'LYO' })], 4],
    ['a proof of another firmware', [waiting(), done({ firmwareVersion: '2.18.0' })], 4],
    ['a proof of another build', [waiting(), done({ osVersion: '10.0.20348.1' })], 4],
    ['a host that is done and was not started since', [waiting(), done({ isChanging: true })], 5],
    ['a host that is done and does not pass', [waiting(), done({ isAble: false })], 4],
    ['a host that is done and attested by its key', [waiting(), done({ isMeasured: false })], 4],
    ['two of which nobody knows the build', [waiting({ osVersion: null }), done({ osVersion: null })], 4],
    ['hosts that go nowhere', [group()], 0],
  ])('with %s', (_name, groups, hosts) => {
    expect(cockpitOf(groups).falling.hosts).toBe(hosts);
  });
});

describe('the clusters', () => {
  it('may not be restarted where one host would fall, and may only on evidence that is not old', () => {
    const groups = [
      waiting({ cluster: 'A', vms: 3 }),
      waiting({ cluster: 'B', vms: 30 }),
      group({ cluster: 'C' }),
      group({ cluster: 'D', isLate: true }),
      group({ cluster: 'E', stage: 'notKnown' }),
      group({ cluster: 'F', isAble: false }),
      group({ cluster: 'G', stage: 'notKnown', isAble: false }),
      group({ cluster: 'G' }),
      group({ cluster: 'H', isMeasured: false }),
      waiting({ cluster: null }),
    ];
    const cockpit = cockpitOf(groups);
    expect(answersOf(cockpit)).toEqual([
      'B no',
      'A no',
      'D unknown',
      'E unknown',
      'F unknown',
      'C yes',
      'G yes',
    ]);
    expect(cockpit.clusters[0]).toMatchObject({ ableAfter: 0, falling: { hosts: 4, vms: 30 } });
  });
});

describe('the baselines', () => {
  it('name the boot state that HGS needs next, those that VMs depend on first', () => {
    const groups = [
      group({ stage: 'notStarted', cluster: 'A' }),
      group({ stage: 'db', isRefused: true, isAble: false, firmwareVersion: '2.19.1', vms: 20 }),
      waiting({ stage: 'kek', firmwareVersion: '2.18.0', vms: 40 }),
      waiting({ stage: 'waitsForKek', firmwareVersion: '2.16.0', vms: 1 }),
      group({ stage: 'bootManager', model: 'M5' }),
      group({ stage: 'notStarted', model: 'M5' }),
      done({ model: 'M5', hosts: 7 }),
      group({ stage: 'firmwareBlocks', model: 'M3' }),
    ];
    const cockpit = cockpitOf(groups);
    expect(needsOf(cockpit)).toEqual([
      ...[
        'beforeRestart bootManager',
        'refused db',
        'beforeRestart null',
        'beforeStart db',
        'registered done',
      ],
    ]);
    expect(cockpit.missingBaselines).toBe(4);
    expect(cockpit.baselines.at(-1)).toMatchObject({ provenBy: 7, covers: { hosts: 8 } });
  });
});

const anyGroup = fc
  .record({
    fabric: fc.constantFrom('PAR', 'LYO'),
    cluster: fc.constantFrom(null, 'A', 'B'),
    model: fc.constantFrom(null, 'M4', 'M5'),
    firmwareVersion: fc.constantFrom(null, '1', '2'),
    stage: fc.constantFrom(...BOOT_STAGES),
    isMeasured: fc.boolean(),
    isLate: fc.boolean(),
    standing: fc.constantFrom('able', 'changing', 'refused', 'failing'),
    hosts: fc.integer({ min: 1, max: 9 }),
    vms: fc.nat(50),
  })
  .map(({ standing, ...given }) =>
    group({
      ...given,
      isAble: standing === 'able' || standing === 'changing',
      isChanging: standing === 'changing' && given.isMeasured,
      isRefused: standing === 'refused',
    }),
  );

const sum = (rows: readonly { hosts: number }[]) => rows.reduce((total, { hosts }) => total + hosts, 0);

describe('whatever a fleet is', () => {
  const check = (holds: (groups: BootGroup[], cockpit: Cockpit) => void) =>
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 12 }), (groups) => holds(groups, cockpitOf(groups))),
      { numRuns: runs({ push: 300, long: 10_000 }) },
    );

  it('has every host in one stage, one class and one cell', () =>
    check((groups, { total, stages, classes }) => {
      expect(total.hosts).toBe(sum(groups));
      expect(sum(stages)).toBe(total.hosts);
      expect(sum(classes.map((row) => row.total))).toBe(total.hosts);
      for (const row of classes) expect(sum(row.cells)).toBe(row.total.hosts);
      for (const { stage, hosts } of stages)
        expect(sum(classes.flatMap(({ cells }) => cells).filter((cell) => cell.stage === stage))).toBe(hosts);
    }));

  it('says the same of what would fall in cells, in clusters and as one figure', () =>
    check((groups, { falling, classes, clusters }) => {
      const inCells = classes.flatMap(({ cells }) => cells.flatMap((cell) => cell.falling ?? []));
      expect(sum(inCells)).toBe(falling.hosts);
      const inClusters = clusters.flatMap((row) => row.falling ?? []);
      expect(sum(inClusters)).toBeLessThanOrEqual(falling.hosts);
      if (groups.every(({ cluster }) => cluster !== null)) expect(sum(inClusters)).toBe(falling.hosts);
    }));

  it('never calls a cluster safe where a host would fall, is late or is not known', () =>
    check((groups, { clusters }) => {
      for (const { fabric, cluster, answer, falling, able, ableAfter } of clusters) {
        expect(ableAfter).toBe(able.hosts - (falling?.hosts ?? 0));
        const members = groups.filter(
          (one) => one.fabric === fabric && one.cluster === cluster && one.isAble,
        );
        const isDoubtful = members.some(
          ({ isLate, stage, isMeasured }) => isLate || (isMeasured && stage === 'notKnown'),
        );
        if (answer === 'yes') expect([falling, isDoubtful, able.hosts > 0]).toEqual([null, false, true]);
        if (falling !== null) expect(answer).toBe('no');
      }
    }));

  it('is not safer for less proof', () =>
    check((groups, { falling }) => {
      const without = cockpitOf(groups.filter(({ stage }) => stage !== 'done'));
      const ofOthers = groups.filter(({ stage, isChanging }) => stage === 'done' && isChanging);
      expect(without.falling.hosts).toBeGreaterThanOrEqual(falling.hosts - sum(ofOthers));
    }));
});
