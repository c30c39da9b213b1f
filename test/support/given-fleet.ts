import { buildFleet, type FleetDraft } from './random-fleet';

type HostDraft = FleetDraft['hosts'][number];
type ItemDraft = HostDraft['items'][number];

const PASSED: FleetDraft['says'][number] = {
  hostname: 'HV-PAR-01',
  fqdn: null,
  cluster: 'CL-1',
  os: '2022',
  model: null,
  firmwareVersion: null,
  tpm: null,
  agentVersion: '1.0.0',
  riskFlags: [],
  osVersion: null,
  bootStage: 'notKnown',
  mode: 'Tpm',
  judgedState: 'Passed',
  attestationStatus: 'Passed',
  failingChecks: [],
  causes: [],
};

/** A snapshot that says Passed, so many minutes before the world's now. */
export const passedAgo = (minutes: number): ItemDraft => ({
  minutes,
  intervalSeconds: 900,
  vms: 4,
  late: false,
  says: 0,
});

export const rejectedAgo = (minutes: number): ItemDraft => ({ ...passedAgo(minutes), says: null });

/** A world whose hosts are alike but for what each of them sent. */
export function givenFleet(itemsOfHosts: readonly ItemDraft[][]) {
  const hosts = itemsOfHosts.map((items) => ({
    clockOffsetMs: null,
    enrolledHostname: PASSED.hostname,
    enrolledFqdn: null,
    enrolledAgo: 3 * 24 * 60,
    retiredAgo: null,
    moves: [],
    fabric: 0,
    items,
  }));
  return buildFleet({ says: [PASSED], hosts, exceptions: [], acknowledgements: [] });
}
