import {
  type Enrolled,
  enroll,
  hostNames,
  type SnapshotWords,
  send,
  snapshotOf,
} from '@/test/support/agent-client';
import { uniqueName, type World } from '@/test/support/world';

/** Enrols a host of this world over the agent API and lets it send what is given, if anything. */
export async function addHost(
  address: string,
  world: World,
  prefix: string,
  words?: SnapshotWords,
): Promise<Enrolled> {
  const names = { ...hostNames(uniqueName(prefix)), ...words?.host };
  const host = await enroll(address, await world.enrollmentToken(), names);
  if (words) await send(address, host, snapshotOf(host, words));
  return host;
}
