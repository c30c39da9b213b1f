import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

// What an agent is to the server, without Windows: a client of the agent API that says what it is told to say.

export type HostNames = { hostname: string; fqdn: string; machineId: string };

export type Enrolled = HostNames & { hostId: string; credential: string };

export function hostNames(hostname: string): HostNames {
  return { hostname, fqdn: `${hostname.toLowerCase()}.fab.example`, machineId: randomUUID() };
}

async function post(address: string, path: string, secret: string, body: unknown): Promise<Response> {
  return fetch(new URL(path, address), {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function jsonOf(response: Response, wanted: number): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (response.status !== wanted) throw new Error(`${response.status} instead of ${wanted}: ${text}`);
  return JSON.parse(text);
}

export async function enroll(address: string, token: string, names: HostNames): Promise<Enrolled> {
  const body = { ...names, agentVersion: '1.0.0' };
  const answer = await jsonOf(await post(address, '/api/v1/agent/enroll', token, body), 201);
  return { ...names, hostId: String(answer.hostId), credential: String(answer.credential) };
}

/** As Get-HgsClientConfiguration of a healthy host in TPM mode. */
export const PASSED = {
  isHostGuarded: true,
  mode: 'HostGuardianService',
  attestationServerUrl: 'http://hgs.fab.example/Attestation',
  keyProtectionServerUrl: 'http://hgs.fab.example/KeyProtection',
  attestationOperationMode: 'Tpm',
  attestationStatus: 'Passed',
  attestationStatusCode: 100,
  attestationSubstatus: 'NoInformation',
  attestationSubstatusCode: '0',
};

/** Refused for BitLocker and Secure Boot settings. */
export const INSECURE = {
  ...PASSED,
  isHostGuarded: false,
  attestationStatus: 'InsecureHostConfiguration',
  attestationStatusCode: 303,
  attestationSubstatus: 'SecureBootSettings, BitLocker',
  attestationSubstatusCode: '1536',
};

export type SnapshotWords = {
  hgsClient?: unknown;
  facts?: Record<string, unknown>;
  host?: Record<string, unknown>;
  collectedAt?: Date;
  /** Null: the host does not say. */
  bootedAt?: Date | null;
  sequence?: number;
  agentVersion?: string;
  agent?: Record<string, unknown>;
};

export function snapshotOf(names: HostNames, words: SnapshotWords = {}) {
  const { collectedAt = new Date(), bootedAt = new Date(collectedAt.getTime() - 4 * 3_600_000) } = words;
  return {
    snapshotId: uuidv7(),
    collectedAt: collectedAt.toISOString(),
    bootedAt: bootedAt?.toISOString() ?? null,
    sequence: words.sequence ?? 1,
    agent: {
      version: words.agentVersion ?? '1.0.0',
      powershell: '5.1.20348.2849',
      languageMode: 'ConstrainedLanguage',
      durationMs: 1820,
      ...words.agent,
    },
    host: {
      ...names,
      osCaption: 'Microsoft Windows Server 2022 Datacenter',
      osVersion: '10.0.20348.2849',
      manufacturer: 'Contoso',
      model: 'M4',
      firmwareVersion: '2.19.1',
      cluster: 'CL-PAR-03',
      timeZone: 'Romance Standard Time',
      ...words.host,
    },
    hgsClient: words.hgsClient === undefined ? PASSED : words.hgsClient,
    facts: {
      hostGuardianFeature: { status: 'ok', value: { installState: 'Installed' } },
      shieldedVms: { status: 'ok', value: { total: 6, running: 2 } },
      ...words.facts,
    },
  };
}

/** Sends, and tells what became of each item. */
export async function answersTo(
  address: string,
  host: Enrolled,
  ...snapshots: unknown[]
): Promise<{ outcome: string }[]> {
  const body = {
    schema: 1,
    sentAt: new Date().toISOString(),
    spool: { pending: 0, dropped: 0 },
    snapshots,
  };
  const answer = await jsonOf(await post(address, '/api/v1/agent/snapshots', host.credential, body), 200);
  return answer.results as { outcome: string }[];
}

/** Sends and expects every item to be stored. */
export async function send(address: string, host: Enrolled, ...snapshots: unknown[]): Promise<void> {
  const refused = (await answersTo(address, host, ...snapshots)).filter(
    ({ outcome }) => outcome !== 'stored',
  );
  if (refused.length > 0) throw new Error(`Not stored: ${JSON.stringify(refused)}`);
}
