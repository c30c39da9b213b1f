import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumChanges, type TurnedHost } from './change-summary';

const host = (from: string | null, to: string | null, own: Partial<TurnedHost> = {}): TurnedHost => ({
  fabric: 'PAR',
  cluster: 'A',
  at: new Date('2026-11-24T02:14:00Z'),
  isNew: false,
  from,
  to,
  causes: [],
  shieldedVms: 2,
  ...own,
});

it('counts hosts by what they were before and are after, once each', () => {
  const sums = sumChanges(
    [
      host('Passed', 'InsecureHostConfiguration', { causes: ['BitLocker', 'Iommu'] }),
      host('Passed', 'InsecureHostConfiguration', { causes: ['BitLocker'], cluster: 'B', shieldedVms: 5 }),
      host('Passed', 'Silent', { shieldedVms: null }),
      host('Silent', 'Passed', { cluster: null }),
      host('Expired', 'Passed', { cluster: 'B' }),
      // What was failing before is failing still, and what turned and is back moved nothing.
      host('InsecureHostConfiguration', 'Expired', { causes: ['Expired'] }),
      host('Expired', 'Silent'),
      host('Passed', 'Passed'),
      host('Passed', null),
      host('Silent', null),
      host(null, 'Passed', { isNew: true }),
      host('Passed', 'Passed', { isNew: true }),
      host(null, 'Expired', { isNew: true }),
    ],
    10,
  );
  expect(sums).toEqual({
    joined: 2,
    left: 1,
    worse: { hosts: 2, vms: 7 },
    silent: { hosts: 1, vms: 0 },
    better: { hosts: 2, vms: 4 },
    byCluster: [
      {
        fabric: 'PAR',
        cluster: 'B',
        worse: { hosts: 1, vms: 5 },
        silent: { hosts: 0, vms: 0 },
        better: { hosts: 1, vms: 2 },
      },
      {
        fabric: 'PAR',
        cluster: 'A',
        worse: { hosts: 1, vms: 2 },
        silent: { hosts: 1, vms: 0 },
        better: { hosts: 0, vms: 0 },
      },
    ],
    byCause: [
      { cause: 'BitLocker', hosts: 2, vms: 7 },
      { cause: 'Iommu', hosts: 1, vms: 2 },
    ],
    severalCauses: 1,
    byHour: [{ from: new Date('2026-11-24T02:00:00Z'), worse: 2, silent: 1, better: 2 }],
  });
  expect(
    sumChanges([host('Passed', 'Expired', { fabric: 'LYO' }), host('Passed', 'Expired')], 1).byCluster,
  ).toHaveLength(1);
});

it('counts each host in the hour of its last turn, and leaves out hours in which none turned', () => {
  const at = (time: string) => ({ at: new Date(`2026-11-24T${time}Z`) });
  const { byHour } = sumChanges(
    [
      host('Passed', 'Expired', at('06:59:59')),
      host('Passed', 'Expired', at('02:00:00')),
      host('Passed', 'Silent', at('06:00:00')),
      host('Expired', 'Passed', at('02:30:00')),
      host('Passed', 'Passed', at('04:00:00')),
    ],
    10,
  );
  expect(byHour).toEqual([
    { from: new Date('2026-11-24T02:00:00Z'), worse: 1, silent: 0, better: 1 },
    { from: new Date('2026-11-24T06:00:00Z'), worse: 1, silent: 1, better: 0 },
  ]);
});

it('counts hosts with several causes, also where others have none or the causes are cut', () => {
  const turned = fc.record({
    to: fc.constantFrom('InsecureHostConfiguration', 'Silent', 'Passed', null),
    causes: fc.array(fc.constantFrom('BitLocker', 'Iommu', 'FullBoot', 'SecureBoot')),
  });
  fc.assert(
    fc.property(fc.array(turned), fc.integer({ min: 1, max: 4 }), (hosts, most) => {
      const sums = sumChanges(
        hosts.map(({ to, causes }) => host('Passed', to, { causes })),
        most,
      );
      const several = hosts.filter(
        ({ to, causes }) => to === 'InsecureHostConfiguration' && new Set(causes).size > 1,
      );
      expect(sums.severalCauses).toBe(several.length);
    }),
  );
});
