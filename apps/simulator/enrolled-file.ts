import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { AgentApi } from './agent-api';
import type { Fleet } from './fleet/fleet';
import { enrolledNamesOf } from './fleet/snapshot';
import type { EnrolledHost } from './host-agent';
import { type SimulatorOptions, UsageError } from './options';

const Enrolled = z.array(z.object({ hostname: z.string(), hostId: z.string(), credential: z.string() }));

const AT_ONCE = 8;

/** Enrols the hosts, or takes their credentials from an earlier run. */
export async function enrolledHosts(
  options: Pick<SimulatorOptions, 'tokenFile' | 'enrolledFile'>,
  fleet: Fleet,
  api: AgentApi,
): Promise<EnrolledHost[]> {
  const { tokenFile, enrolledFile } = options;
  if (enrolledFile !== null && existsSync(enrolledFile)) return readEnrolled(enrolledFile, fleet);
  if (tokenFile === null)
    throw new UsageError(`${enrolledFile} is not there: enrol first, with --token-file`);
  const token = (tokenFile === '-' ? await text(process.stdin) : await readFile(tokenFile, 'utf8')).trim();
  const enrolled = await enrolAll(fleet, api, token);
  if (enrolledFile !== null) await writeEnrolled(enrolledFile, enrolled);
  return enrolled;
}

async function enrolAll(fleet: Fleet, api: AgentApi, token: string): Promise<EnrolledHost[]> {
  const enrolled: EnrolledHost[] = [];
  const queue = [...fleet.hosts];
  const work = async () => {
    for (let host = queue.shift(); host !== undefined; host = queue.shift()) {
      const { hostId, credential } = await api.enroll(token, {
        ...enrolledNamesOf(host),
        agentVersion: '1.0.0',
      });
      enrolled.push({ host, hostId, credential });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return enrolled;
}

async function readEnrolled(file: string, fleet: Fleet): Promise<EnrolledHost[]> {
  const known = new Map(
    Enrolled.parse(JSON.parse(await readFile(file, 'utf8'))).map((one) => [one.hostname, one]),
  );
  const missing = fleet.hosts.filter(({ hostname }) => !known.has(hostname));
  if (missing.length > 0)
    throw new UsageError(
      `${file} knows no credential of ${missing.length} hosts: it was made for another fleet`,
    );
  return fleet.hosts.flatMap((host) => {
    const one = known.get(host.hostname);
    return one === undefined ? [] : [{ host, hostId: one.hostId, credential: one.credential }];
  });
}

/** Credentials: readable by their owner alone. */
async function writeEnrolled(file: string, enrolled: readonly EnrolledHost[]): Promise<void> {
  const rows = enrolled.map(({ host, hostId, credential }) => ({
    hostname: host.hostname,
    hostId,
    credential,
  }));
  await writeFile(file, JSON.stringify(rows), { mode: 0o600, flag: 'wx' });
}
