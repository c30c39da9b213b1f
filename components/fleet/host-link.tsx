'use client';

import { cva } from 'class-variance-authority';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostAddress } from '@/lib/client/host-address';
import type { ListOrigin } from '@/lib/client/list-word';
import { inScope, isFabricWithin } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { visibleText } from '@/lib/util/visible-text';

type HostLinkProps = {
  id: string;
  hostname: string;
  fqdn?: string | null;
  at?: Date | null;
  /** The list that the link stands in, where the hosts beside this one can be gone through. */
  from?: ListOrigin | null;
  /** Where it may be another one than those that are looked at, which then are not kept. */
  fabric?: string;
  /** A name among words has to look like a link. In a column of names, and at the head of an entry, all are links. */
  look?: 'name' | 'told' | 'inSentence' | 'column' | 'cell';
};

/** The head of an entry needs no line under its link: everything there is one. */
export const TOLD_LINK = 'underline-offset-3 hover:underline';

const linkClass = cva(null, {
  variants: {
    look: {
      name: null,
      told: TOLD_LINK,
      // It goes on in the next line whole: a name breaks at each of its dashes otherwise.
      inSentence: 'inline-block max-w-full link wrap-anywhere',
      column: null,
      cell: 'block',
    },
  },
});

const nameClass = cva(null, {
  variants: {
    look: {
      name: null,
      told: null,
      inSentence: null,
      column: 'block max-w-35 truncate font-semibold',
      cell: 'mr-7 block truncate text-body/4 font-semibold tracking-snug print:mr-0',
    },
  },
});

/** A host's name is the host's own text: isolated, so that it cannot reorder the words around it. */
export function HostLink({
  id,
  hostname,
  fqdn,
  at = null,
  from = null,
  fabric,
  look = 'name',
}: HostLinkProps) {
  const { fabrics } = useScope();
  const isWithin = fabric === undefined || isFabricWithin(fabrics, fabric);
  return (
    <Link
      className={linkClass({ look })}
      href={inScope(hostAddress(id, at, from), { fabrics: isWithin ? fabrics : [], at })}
      title={visibleText(fqdn ?? hostname)}
    >
      <ForeignText className={nameClass({ look })} text={hostname} />
      {fqdn && (
        <ForeignText
          className="block truncate text-micro tracking-tight text-ink-3 phone:hidden"
          text={fqdn}
        />
      )}
    </Link>
  );
}
