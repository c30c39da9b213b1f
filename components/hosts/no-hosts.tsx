'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ExclusiveFilters } from '@/components/fleet/exclusive-filters';
import { chipsOf, searchText } from '@/components/fleet/filter-chips';
import { useNoHostsThen } from '@/components/fleet/no-hosts-then';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { enrollAddress, hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { contradictionIn } from '@/lib/domain/contradiction';
import type { HostFilter } from '@/lib/domain/host-filter';
import { visibleText } from '@/lib/util/visible-text';

type NoHostsProps = { query: HostQuery; all: number; mayEnroll: boolean };

/** One sentence in place of the rows. */
function Said({ children }: { children: ReactNode }) {
  return (
    <p className="flex flex-wrap items-center justify-center gap-3 px-4 py-8 text-body whitespace-normal">
      {children}
    </p>
  );
}

/** Why the list is empty, and what to do about it. */
export function NoHosts({ query, all, mayEnroll }: NoHostsProps) {
  const t = useTranslations('hosts');
  const scope = useScope();
  if (all === 0 && query.at !== null) return <NothingThen query={query} at={query.at} />;
  if (all === 0)
    return (
      <Said>
        {t('noHosts')}{' '}
        <Link
          className={buttonClass({ size: 'small' })}
          href={mayEnroll ? enrollAddress(query.filter) : inScope('/', scope)}
        >
          {t('enrol')}
        </Link>
      </Said>
    );
  if (query.cursor !== null) return <NothingOnPage query={query} />;
  const against = contradictionIn(query.filter);
  if (against !== null)
    return (
      <ExclusiveFilters
        filter={query.filter}
        clauses={against}
        addressOf={(filter) => hostsAddress({ ...query, filter, cursor: null })}
      />
    );
  return (
    <Said>
      {t('noMatch')} <WhatHides filter={query.filter} hosts={all} />{' '}
      <Link
        className={buttonClass({ size: 'small' })}
        href={hostsAddress({ ...query, ...unfiltered(query), cursor: null })}
      >
        {t('clearAll')}
      </Link>
    </Said>
  );
}

/** A search is no filter: it is told by itself. */
function WhatHides({ filter, hosts }: { filter: HostFilter; hosts: number }) {
  const t = useTranslations('hosts');
  const filters = chipsOf({ ...filter, fabric: undefined }).length;
  const search = searchText(filter);
  if (search === '') return filters > 0 && t('hidden', { filters, hosts });
  return t('hiddenBySearch', { filters, hosts, search: visibleText(search) });
}

/** The hosts of a later page have gone, or match no more, since the page before it was read. */
function NothingOnPage({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  return (
    <Said>
      {t('pageGone')}{' '}
      <Link className={buttonClass({ size: 'small' })} href={hostsAddress({ ...query, cursor: null })}>
        {t('toFirst')}
      </Link>
    </Said>
  );
}

function NothingThen({ query, at }: { query: HostQuery; at: Date }) {
  const t = useTranslations('errors.beforeHistory');
  const { title, reason, begin } = useNoHostsThen(at);
  return (
    <Said>
      {title} {reason}{' '}
      {begin !== null && (
        <Link
          className={buttonClass({ size: 'small' })}
          href={hostsAddress({ ...query, at: begin, cursor: null })}
        >
          {t('toFirst')}
        </Link>
      )}
      <Link
        className={buttonClass({ size: 'small' })}
        href={hostsAddress({ ...query, at: null, cursor: null })}
      >
        {t('toNow')}
      </Link>
    </Said>
  );
}
