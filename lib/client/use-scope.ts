'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import type { Scope } from '@/lib/client/scope';
import { addressAt, pastTimeOf } from '@/lib/client/time-address';

/** The fabrics and the time that a person looks at. Every page's address has them, also where it does not depend on them. */
export function useScope(): Scope {
  const parameters = useSearchParams();
  return { fabrics: parameters.getAll('fabric'), at: pastTimeOf(parameters.get('at'), Date.now()) };
}

/** The same page at another time. */
export function useAddressAt(): (at: Date | null) => string {
  const path = usePathname();
  const parameters = useSearchParams();
  return (at) => addressAt(path, parameters, at);
}
