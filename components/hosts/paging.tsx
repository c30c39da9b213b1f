'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import { Link } from '@/components/ui/link';
import { useSingleKeys } from '@/components/ui/single-keys';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostList } from '@/lib/contracts/fleet';
import { DEFAULT_LIMIT, type HostQuery, MAX_LIMIT } from '@/lib/contracts/words/host-query';

type PagingProps = { query: HostQuery; list: HostList; all: number };

export function Paging({ query, list, all }: PagingProps) {
  const t = useTranslations('hosts');
  const { total, nextCursor, previousCursor } = list;
  return (
    <div className="flex h-10 items-center gap-4 border-t border-line px-4 text-small/5 text-ink-2 max-columns:h-auto max-columns:flex-wrap max-columns:gap-y-2 max-columns:py-2">
      <span>
        <Range list={list} />
        {total < all && `, ${t('filteredFrom', { all })}`}
        {list.hosts.length < total && <PrintedPart {...{ query, total }} />}
      </span>
      {list.hosts.length > 0 && <KeyHints />}
      <span className="ml-auto flex items-center gap-2">
        <OnOnePage {...{ query, list }} />
        {query.cursor !== null && (
          <Link className={buttonClass({ size: 'tiny' })} href={hostsAddress({ ...query, cursor: null })}>
            {t('first')}
          </Link>
        )}
        {previousCursor !== null && (
          <Link
            className={buttonClass({ size: 'tiny' })}
            href={hostsAddress({ ...query, cursor: previousCursor })}
          >
            <Icon name="left" size={12} />
            {t('previous')}
          </Link>
        )}
        {nextCursor !== null && (
          <Link
            className={buttonClass({ size: 'tiny' })}
            href={hostsAddress({ ...query, cursor: nextCursor })}
          >
            {t('next')}
            <Icon name="right" size={12} />
          </Link>
        )}
      </span>
    </div>
  );
}

/** What keys do with the rows. Nobody has a keyboard on a phone. */
function KeyHints() {
  const t = useTranslations('hosts');
  const areSingleKeysOn = useSingleKeys();
  return (
    <span className="flex flex-wrap gap-2.5 text-ink-3 max-tablet:hidden print:hidden">
      {areSingleKeysOn && (
        <>
          <span className="whitespace-nowrap">
            <Keys of="next" /> <Keys of="previous" /> {t('move')}
          </span>
          <span className="whitespace-nowrap">
            <Keys of="select" /> {t('select')}
          </span>
          <span className="whitespace-nowrap">
            <Keys of="peek" /> {t('peek.key')}
          </span>
        </>
      )}
      <span className="whitespace-nowrap">
        <Keys of="open" /> {t('open')}
      </span>
    </span>
  );
}

/** A printer has what the page has: as many as may be on one, or as many as usual again. */
function OnOnePage({ query, list: { hosts, total } }: Omit<PagingProps, 'all'>) {
  const t = useTranslations('hosts');
  const isMost = query.limit === MAX_LIMIT;
  if (isMost ? total <= DEFAULT_LIMIT : hosts.length === total) return null;
  const limit = isMost ? DEFAULT_LIMIT : MAX_LIMIT;
  return (
    <Link
      className={buttonClass({ size: 'tiny', variant: 'quiet' })}
      href={hostsAddress({ ...query, limit, cursor: null })}
      title={isMost ? undefined : t('onOnePageHint')}
    >
      {isMost ? t('inPages', { count: limit }) : t('onOnePage', mostOf(total))}
    </Link>
  );
}

/** What the link to as many as may be on one page says of them. */
const mostOf = (total: number) => ({
  isAll: String(total <= MAX_LIMIT),
  count: Math.min(total, MAX_LIMIT),
});

/** Paper says that there are more hosts, and which link prints them. */
function PrintedPart({ query: { limit }, total }: Pick<PagingProps, 'query'> & { total: number }) {
  const t = useTranslations('hosts');
  const more = t('printMore', { link: t('onOnePage', mostOf(total)) });
  return (
    <span className="hidden print:inline">
      {' '}
      {t('printedPart')} {limit < MAX_LIMIT && more}
    </span>
  );
}

/** A cursor of an earlier version does not say how many hosts come before its page. */
function Range({ list: { hosts, total, hostsBefore } }: Pick<PagingProps, 'list'>) {
  const t = useTranslations('hosts');
  if (hostsBefore === null || hosts.length === 0) return t('pageOf', { shown: hosts.length, total });
  return t('range', { from: hostsBefore + 1, to: hostsBefore + hosts.length, total });
}
