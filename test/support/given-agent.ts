import { readAgentZip } from '@/lib/server/services/enrollment';

/** The version of the agent that the server gives: a host with an older one is counted as outdated. */
export async function givenAgentVersion(): Promise<string> {
  return (await readAgentZip()).version;
}
