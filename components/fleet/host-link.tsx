import Link from 'next/link';
import { hostAddress } from '@/lib/client/host-address';

type HostLinkProps = { id: string; hostname: string; fqdn?: string | null; at?: Date | null };

/** A host's name is the host's own text: isolated, so that it cannot reorder the words around it. */
export function HostLink({ id, hostname, fqdn, at = null }: HostLinkProps) {
  return (
    <Link href={hostAddress(id, at)} title={fqdn ?? hostname}>
      <bdi className="h">{hostname}</bdi>
      {fqdn && <bdi className="f">{fqdn}</bdi>}
    </Link>
  );
}
