'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { chipsOf, searchText } from '@/components/fleet/filter-chips';
import { useNoHostsThen } from '@/components/fleet/no-hosts-then';
import { buttonClass } from '@/components/ui/button';
import { enrollAddress, hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostQuery } from '@/lib/contracts/host-query';
import { isKnownCheck, KNOWN_CHECKS } from '@/lib/domain/vocabulary';
import { visibleText } from '@/lib/util/visible-text';

type NoHostsProps = { query: HostQuery; all: number; mayEnroll: boolean };

/** Why the list is empty, and what to do about it. */
export function NoHosts({ query, all, mayEnroll }: NoHostsProps) {
  const t = useTranslations('hosts');
  const scope = useScope();
  if (all === 0 && query.at !== null) return <NothingThen query={query} at={query.at} />;
  if (all === 0)
    return (
      <p className="none-say">
        {t('noHosts')}{' '}
        <Link
          className={buttonClass({ size: 'small' })}
          href={mayEnroll ? enrollAddress(query.filter) : inScope('/', scope)}
        >
          {t('enrol')}
        </Link>
      </p>
    );
  if (query.cursor !== null) return <NothingOnPage query={query} />;
  const filters =
    chipsOf({ ...query.filter, fabric: undefined }).length + (searchText(query.filter) === '' ? 0 : 1);
  return (
    <p className="none-say">
      {t('noMatch')} <UnknownChecks query={query} /> {filters > 0 && t('hidden', { filters, hosts: all })}{' '}
      <Link
        className={buttonClass({ size: 'small' })}
        href={hostsAddress({ ...query, ...unfiltered(query), cursor: null })}
      >
        {t('clearAll')}
      </Link>
    </p>
  );
}

/** The hosts of a later page have gone, or match no more, since the page before it was read. */
function NothingOnPage({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  return (
    <p className="none-say">
      {t('pageGone')}{' '}
      <Link className={buttonClass({ size: 'small' })} href={hostsAddress({ ...query, cursor: null })}>
        {t('toFirst')}
      </Link>
    </p>
  );
}

/** A check may have any name, so that one that HGS is not known to use is no mistake, but worth a word. */
function UnknownChecks({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const { include = [] } = query.filter.check ?? {};
  return include
    .filter((check) => !isKnownCheck(check))
    .map((check) => {
      const meant = KNOWN_CHECKS.find((known) => known.toLowerCase() === check.toLowerCase());
      const shown = visibleText(check);
      return (
        <span key={check}>
          {meant === undefined
            ? t('unknownCheck', { check: shown })
            : t('meantCheck', { check: shown, meant })}{' '}
        </span>
      );
    });
}

function NothingThen({ query, at }: { query: HostQuery; at: Date }) {
  const t = useTranslations('errors.beforeHistory');
  const { title, reason } = useNoHostsThen(at);
  return (
    <p className="none-say">
      {title} {reason}{' '}
      <Link
        className={buttonClass({ size: 'small' })}
        href={hostsAddress({ ...query, at: null, cursor: null })}
      >
        {t('toNow')}
      </Link>
    </p>
  );
}
