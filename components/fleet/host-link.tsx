import Link from 'next/link';
import { ForeignText } from '@/components/ui/foreign-text';
import { hostAddress } from '@/lib/client/host-address';
import { visibleText } from '@/lib/util/visible-text';

type HostLinkProps = { id: string; hostname: string; fqdn?: string | null; at?: Date | null };

/** A host's name is the host's own text: isolated, so that it cannot reorder the words around it. */
export function HostLink({ id, hostname, fqdn, at = null }: HostLinkProps) {
  return (
    <Link href={hostAddress(id, at)} title={visibleText(fqdn ?? hostname)}>
      <ForeignText className="h" text={hostname} />
      {fqdn && <ForeignText className="f" text={fqdn} />}
    </Link>
  );
}
