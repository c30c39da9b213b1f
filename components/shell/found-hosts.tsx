import Link from 'next/link';
import { StatePill } from '@/components/fleet/state-pill';
import { moveInColumn, useRoving } from '@/components/ui/use-roving';
import { hostAddress } from '@/lib/client/host-address';
import type { HostRow } from '@/lib/contracts/fleet';

type FoundHostsProps = { hosts: readonly HostRow[]; at: Date | null; onOpen: () => void };

export function FoundHosts({ hosts, at, onOpen }: FoundHostsProps) {
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
            href={hostAddress(host.id, at)}
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
        <bdi title={fqdn ?? hostname}>{hostname}</bdi>
        <small>
          <bdi>{fabric}</bdi>
          {cluster !== null && (
            <>
              , <bdi>{cluster}</bdi>
            </>
          )}
        </small>
      </span>
      <StatePill state={state} lastStatus={attestationStatus} />
    </>
  );
}
