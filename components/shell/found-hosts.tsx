import Link from 'next/link';
import { StatePill } from '@/components/fleet/state-pill';
import { ForeignText } from '@/components/ui/foreign-text';
import { moveInColumn, useRoving } from '@/components/ui/use-roving';
import { hostAddress } from '@/lib/client/host-address';
import { inScope, type Scope } from '@/lib/client/scope';
import type { HostRow } from '@/lib/contracts/fleet';

type FoundHostsProps = { hosts: readonly HostRow[]; scope: Scope; onOpen: () => void };

export function FoundHosts({ hosts, scope, onOpen }: FoundHostsProps) {
  const roving = useRoving(
    hosts.map(({ id }) => id),
    moveInColumn,
  );
  return (
    <ul {...roving.group}>
      {hosts.map((host) => (
        <li key={host.id}>
          <Link
            className="it"
            href={inScope(hostAddress(host.id), scope)}
            prefetch={false}
            data-rove={host.id}
            tabIndex={roving.tabIndexOf(host.id)}
            onClick={onOpen}
          >
            <Found host={host} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Found({ host }: { host: HostRow }) {
  const { hostname, fqdn, fabric, cluster, state, attestationStatus } = host;
  return (
    <>
      <span className="name">
        <ForeignText text={hostname} title={fqdn ?? hostname} />
        <small>
          <ForeignText text={fabric} />
          {cluster !== null && (
            <>
              , <ForeignText text={cluster} />
            </>
          )}
        </small>
      </span>
      <StatePill state={state} lastStatus={attestationStatus} />
    </>
  );
}
