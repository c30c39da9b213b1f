'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

type View = {
  name: 'all' | 'failing' | 'silent';
  state: HostFilter['state'];
  count: (all: Summary) => number;
};

/** The questions everybody asks; each count adds up with the rows behind it. */
const VIEWS: readonly View[] = [
  { name: 'all', state: undefined, count: ({ total }) => total },
  {
    name: 'failing',
    // Of those that are silent nobody knows that they cannot run shielded VMs; the headline tells them apart too.
    state: { include: [], exclude: ['Passed', 'Silent'] },
    count: ({ total, states }) => total - states.Passed - states.Silent,
  },
  { name: 'silent', state: { include: ['Silent'], exclude: [] }, count: ({ states }) => states.Silent },
];

export function ViewTabs({ query, all }: { query: HostQuery; all: Summary }) {
  const t = useTranslations('hosts');
  const shown = hostsAddress({ filter: query.filter, at: query.at });
  return (
    <nav className="tabs" aria-label={t('views')}>
      {VIEWS.map(({ name, state, count }) => {
        const { filter, at } = unfiltered(query);
        const question = { filter: state ? { ...filter, state } : filter, at };
        const isCurrent = hostsAddress(question) === shown;
        return (
          <Link
            key={name}
            href={hostsAddress({ ...question, sort: query.sort, order: query.order })}
            aria-current={isCurrent ? 'true' : undefined}
          >
            {t(`view.${name}`)} <span className="n">{count(all)}</span>
          </Link>
        );
      })}
    </nav>
  );
}
