import { expect, it } from 'vitest';
import { concernedHosts, type FleetCounts } from '@/components/remediation/concerned-hosts';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';
import { everyCount } from '@/lib/util/every-count';

const cause = (name: string, hosts: number, vmsBlocked: number) => ({
  cause: name,
  hosts,
  vmsBlocked,
  freedAlone: { hosts: 0, vms: 0 },
});

const FABRIC = { fabric: { include: ['PAR'], exclude: [] } };

const COUNTS: FleetCounts = {
  question: { filter: FABRIC, at: null },
  summary: {
    asOf: '2026-11-28T04:00:00.000Z',
    total: 30,
    reporting: everyCount(REPORTING, {}),
    states: everyCount(STATES, { Passed: 15, InsecureHostConfiguration: 9, Expired: 2, Silent: 4 }),
    vmsByState: everyCount(STATES, { Passed: 49, InsecureHostConfiguration: 27, Expired: 3, Silent: 11 }),
    compliance: everyCount(COMPLIANCE, {}),
    rates: { able: 0.5, compliant: 0.5 },
    vms: { total: 90, blocked: 30, unverified: 11 },
    causes: [cause('BitLocker', 9, 27), cause('Expired', 2, 3)],
  },
  risks: {
    asOf: '2026-11-28T04:00:00.000Z',
    atRisk: { hosts: 3, vms: 8 },
    risks: [{ risk: 'hostGuardianFeatureMissing', hosts: 3, vms: 8 }],
    agents: [],
  },
};

const concerned = (key: string) => {
  const entry = CATALOGUE.find((one) => one.key === key);
  if (entry === undefined) throw new Error(`The catalogue has no ${key}`);
  return concernedHosts(entry, COUNTS);
};

it('counts a check by its cause, and leads to those hosts in the fabric that is looked at', () => {
  expect(concerned('BitLocker')).toEqual({
    hosts: 9,
    vms: 27,
    isAtRisk: false,
    asked: { filter: { ...FABRIC, cause: { include: ['BitLocker'], exclude: [] } }, at: null },
    request: '/exceptions/new?fabric=PAR&cause=BitLocker',
  });
  expect(concerned('Iommu')).toMatchObject({ hosts: 0 });
});

it('counts a status and its VMs by its state', () => {
  expect(concerned('Expired')).toMatchObject({
    hosts: 2,
    vms: 3,
    asked: { filter: { ...FABRIC, state: { include: ['Expired'], exclude: [] } } },
    request: '/exceptions/new?fabric=PAR&cause=Expired',
  });
  // It is no cause: its checks are.
  expect(concerned('InsecureHostConfiguration')).toMatchObject({ hosts: 9, vms: 27, request: null });
  expect(concerned('Passed')).toMatchObject({ hosts: 15, vms: 49, request: null });
});

it('counts silent hosts with the VMs that nobody has verified', () => {
  expect(concerned('agentReporting')).toMatchObject({
    hosts: 4,
    vms: 11,
    asked: { filter: { ...FABRIC, state: { include: ['Silent'], exclude: [] } } },
  });
});

it('counts other prerequisites as risks of hosts that still pass', () => {
  expect(concerned('hostGuardianFeature')).toEqual({
    hosts: 3,
    vms: 8,
    isAtRisk: true,
    asked: {
      filter: { ...FABRIC, risk: { include: ['hostGuardianFeatureMissing'], exclude: [] } },
      at: null,
    },
    request: null,
  });
  expect(concerned('modernTls')).toMatchObject({ hosts: 0, isAtRisk: true });
});

it('asks for no exception at an earlier time, nor for nobody', () => {
  const then = { ...COUNTS, question: { ...COUNTS.question, at: new Date('2026-11-20T00:00:00Z') } };
  const [entry] = CATALOGUE.filter(({ key }) => key === 'BitLocker');
  expect(entry && concernedHosts(entry, then)).toMatchObject({ hosts: 9, request: null });
  expect(concerned('Iommu').request).toBeNull();
});

it('has an answer for every entry', () => {
  for (const { key } of CATALOGUE) expect(concerned(key).hosts).toBeGreaterThanOrEqual(0);
});
