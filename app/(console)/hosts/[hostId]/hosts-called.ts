import { isUuid } from '@/lib/contracts/words/text';
import { api } from '@/lib/server/trpc/rsc';

/** As long as a name of the internet may be. */
const LONGEST_NAME = 255;

/** What an address has in place of an id, where it may be the name of a host. */
export function nameInAddress(id: string): string | null {
  const name = decodeURIComponent(id).trim();
  return name === '' || name.length > LONGEST_NAME || isUuid(name) ? null : name;
}

/** The hosts of this name that the person may see at that time, and how many have it somewhere. */
export async function hostsCalled(name: string, at: Date | null) {
  const filter = { q: { include: [name], exclude: [] } };
  const { hosts, total } = await api().host.list({
    ...{ filter, at: at?.toISOString() ?? null },
    ...{ sort: 'hostname', limit: 100 },
  });
  const isCalled = (text: string | null) => text?.toLowerCase() === name.toLowerCase();
  return { name, total, called: hosts.filter((host) => isCalled(host.hostname) || isCalled(host.fqdn)) };
}
