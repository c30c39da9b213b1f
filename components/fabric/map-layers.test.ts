import { expect, it } from 'vitest';
import { kindsOfMap } from '@/components/fabric/map-kinds';
import { layersOf, marksOf } from '@/components/fabric/map-layers';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { RISKS, type Risk } from '@/lib/domain/risk';

const AS_OF = '2026-11-28T12:00:00.000Z';

const host = (said: Partial<MapHost> = {}): MapHost => ({
  ...{ id: 'a', hostname: 'hv', state: 'Passed', causes: [], shieldedVms: null, since: AS_OF },
  ...{ checks: [], firmware: null, os: null, risks: [], isExcepted: false },
  ...said,
});

const HOSTS = [
  host({ risks: ['modernTls'] }),
  host({ state: 'TpmError', checks: ['Iommu'], risks: ['modernTls'], isExcepted: true }),
  host(),
  host({ state: 'Silent' }),
];

it('draws the hosts of each state as one layer', () => {
  expect(layersOf(HOSTS, null)).toEqual([
    { look: 'passed', state: 'Passed', letter: null, positions: [0, 2] },
    { look: 'full', state: 'TpmError', letter: null, positions: [1] },
    { look: 'silent', state: 'Silent', letter: null, positions: [3] },
  ]);
});

it('draws kinds with their letters, and the absence of one plain', () => {
  expect(layersOf(HOSTS, kindsOfMap(HOSTS, 'check', AS_OF))).toEqual([
    { look: 'none', state: null, letter: null, positions: [0, 2] },
    { look: 'kind1', state: null, letter: 'A', positions: [1] },
    { look: 'notKnown', state: null, letter: null, positions: [3] },
  ]);
});

it('marks a risk of what passes, and an exception of what does not', () => {
  expect(marksOf(HOSTS)).toEqual({ atRisk: [0], excepted: [1] });
});

it('marks what the next restart, start or renewal may end, and not what waits for Secure Boot 2023', () => {
  const isMarked = (...risks: Risk[]) => marksOf([host({ risks })]).atRisk.length === 1;
  expect(RISKS.filter((risk) => isMarked(risk))).toEqual([
    'modernTls',
    'hostGuardianFeatureMissing',
    'hostGuardianRestartPending',
    'secureBootRestartPending',
    'clockInSync',
  ]);
  expect(isMarked('secureBootUpdatePending', 'secureBootRestartPending')).toBe(true);
});
