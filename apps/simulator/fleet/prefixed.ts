import type { Fleet } from './fleet';
import { uuid } from './seeded';

/** The same fleet under other names, for a server that knows hosts of these already. */
export function withPrefix(fleet: Fleet, prefix: string): Fleet {
  if (prefix === '') return fleet;
  const hosts = fleet.hosts.map((host) => ({
    ...host,
    hostname: `${prefix}${host.hostname}`,
    fqdn: `${prefix}${host.fqdn}`,
    machineId: uuid(prefix, host.key, 'machine'),
  }));
  return { ...fleet, hosts };
}
