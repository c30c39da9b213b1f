import type { Page } from '@playwright/test';
import type { HostList } from '@/lib/contracts/fleet';
import { SCREEN_SORT } from '@/lib/contracts/words/host-query';
import {
  type Enrolled,
  enroll,
  hostNames,
  INSECURE,
  PASSED,
  type SnapshotWords,
  send,
  snapshotOf,
} from '@/test/support/agent-client';
import { givenAgentVersion } from '@/test/support/given-agent';
import { attachTo, makeWorld, uniqueName, type World } from '@/test/support/world';

/** Makes a world in the database of a server that a test started for itself. */
export async function inWorldOf<T>(
  { dataDir }: { dataDir: string },
  act: (world: World) => Promise<T>,
): Promise<T> {
  const { db, close } = attachTo(dataDir);
  try {
    return await act(await makeWorld(db));
  } finally {
    await close();
  }
}

/** Enrols a host of this world over the agent API and lets it send what is given, if anything. */
export async function addHost(
  address: string,
  world: World,
  prefix: string,
  words?: SnapshotWords,
): Promise<Enrolled> {
  const { hostname, fqdn, machineId } = { ...hostNames(uniqueName(prefix)), ...words?.host };
  const host = await enroll(address, await world.enrollmentToken(), { hostname, fqdn, machineId });
  if (words)
    await send(address, host, snapshotOf(host, { agentVersion: await givenAgentVersion(), ...words }));
  return host;
}

/** Two hosts of this world: one that passes, and one that fails for BitLocker. */
export async function addGoodAndBad(address: string, world: World): Promise<void> {
  await addHost(address, world, 'HV-OK', { hgsClient: PASSED });
  await addHost(address, world, 'HV-BAD', { hgsClient: named('BitLocker') });
}

const withVms = (total: number) => ({
  shieldedVms: { status: 'ok', value: { total, running: 0 } },
  tpm: {
    status: 'ok',
    value: { manufacturerId: total % 3 === 0 ? 'STM' : 'IFX', manufacturerVersion: '7.85' },
  },
});
const named = (checks: string) => ({ ...INSECURE, attestationSubstatus: checks });
const says = (attestationStatus: string, attestationStatusCode: number) => ({
  ...PASSED,
  isHostGuarded: false,
  attestationStatus,
  attestationStatusCode,
});

const WINDOWS_2019 = { osCaption: 'Microsoft Windows Server 2019 Datacenter', osVersion: '10.0.17763.6532' };
const DASHED = { cluster: '-CL-B', model: '-M5' };

/** Ten hosts of which no two figures agree by chance; one cluster and one model begin with a dash. */
const FLEET: readonly [string, SnapshotWords?][] = [
  ['HV-A1', { hgsClient: PASSED, host: { cluster: 'CL-A' }, facts: withVms(3) }],
  ['HV-A2', { hgsClient: PASSED, host: { cluster: 'CL-A' }, facts: withVms(4) }],
  ['HV-B1', { hgsClient: PASSED, host: { ...DASHED, ...WINDOWS_2019 }, facts: withVms(5) }],
  ['HV-A3', { hgsClient: named('BitLocker'), host: { cluster: 'CL-A' }, facts: withVms(7) }],
  ['HV-A4', { hgsClient: named('BitLocker'), host: { cluster: 'CL-A' }, facts: withVms(1) }],
  ['HV-B2', { hgsClient: named('SecureBootSettings, BitLocker'), host: DASHED, facts: withVms(2) }],
  ['HV-B3', { hgsClient: named('SecureBootSettings'), host: DASHED, facts: withVms(9) }],
  ['HV-B4', { hgsClient: says('UnauthorizedHost', 301), host: DASHED, facts: withVms(6) }],
  ['HV-B5', { hgsClient: says('TpmError', 302), host: { ...DASHED, ...WINDOWS_2019 }, facts: withVms(8) }],
  ['HV-C1'],
];

export async function addFleet(address: string, world: World): Promise<void> {
  for (const [prefix, words] of FLEET) await addHost(address, world, prefix, words);
}

/** The rows that an address of the list has, in its order, as the API tells them. */
export async function hostsBehind(page: Page, address: string): Promise<HostList> {
  const url = new URL(address, page.url());
  url.pathname = '/api/v1/hosts';
  url.searchParams.set('limit', '500');
  if (!url.searchParams.has('sort')) url.searchParams.set('sort', SCREEN_SORT);
  const answer = await page.request.get(url.toString());
  if (!answer.ok()) throw new Error(`${url} answers ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}
