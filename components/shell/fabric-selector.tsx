'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import { useTRPC } from '@/lib/client/trpc';
import { formatFilterValue } from '@/lib/contracts/host-query';

/** The pages that show many hosts, and so can be narrowed to a fabric; from others the selector leads to Fabric. */
const LIST_PATHS = ['/', '/hosts', '/changes'];

/** The address with one fabric or none; a cursor belongs to the list it was made for. */
function addressWith(path: string, parameters: URLSearchParams, fabric: string | null): string {
  const next = new URLSearchParams(LIST_PATHS.includes(path) ? parameters : undefined);
  next.delete('fabric');
  next.delete('cursor');
  if (fabric !== null) next.append('fabric', formatFilterValue(fabric));
  const query = next.toString();
  const target = LIST_PATHS.includes(path) ? path : '/';
  return query === '' ? target : `${target}?${query}`;
}

export function FabricSelector() {
  const t = useTranslations('shell');
  const format = useFormatter();
  const trpc = useTRPC();
  const path = usePathname();
  const parameters = useSearchParams();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  if (fabrics.length === 0) return null;

  const chosen = parameters.getAll('fabric');
  const isOnList = LIST_PATHS.includes(path);
  const total = fabrics.reduce((sum, { hosts }) => sum + hosts, 0);
  return (
    <nav className="seg fabrics" aria-label={t('fabrics')}>
      <Link
        href={addressWith(path, parameters, null)}
        aria-current={isOnList && chosen.length === 0 ? 'true' : undefined}
      >
        {t('allFabrics')} <span className="n">{format.number(total)}</span>
      </Link>
      {fabrics.map(({ id, name, hosts }) => (
        <Link
          key={id}
          href={addressWith(path, parameters, name)}
          aria-current={
            isOnList && chosen.length === 1 && chosen[0] === formatFilterValue(name) ? 'true' : undefined
          }
        >
          <ForeignText text={name} /> <span className="n">{format.number(hosts)}</span>
        </Link>
      ))}
    </nav>
  );
}
