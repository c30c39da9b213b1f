'use client';

import { useFormatter } from 'next-intl';
import type { Scope } from '@/lib/client/scope';

/** The fabrics that are looked at, as the address names them; null where all are. */
export function useScopeName({ fabrics }: Scope): string | null {
  const format = useFormatter();
  return fabrics.length === 0 ? null : format.list(fabrics, { type: 'conjunction' });
}
