'use client';

import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { countedAddress } from '@/lib/client/secure-boot-address';
import { useScope } from '@/lib/client/use-scope';

type FigureLinkProps = { filter: string; label?: string; className?: string; children: ReactNode };

/** Every figure leads to exactly the hosts that it counts. */
export function FigureLink({ filter, label, className, children }: FigureLinkProps) {
  const scope = useScope();
  return (
    <Link
      className={className ?? 'underline decoration-line-2 underline-offset-3 hover:decoration-current'}
      href={inScope(countedAddress(filter), scope)}
      aria-label={label}
    >
      {children}
    </Link>
  );
}
