'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useSingleKeys } from '@/components/ui/single-keys';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostList } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';

type PagingProps = { query: HostQuery; list: HostList; all: number };

export function Paging({ query, list, all }: PagingProps) {
  const t = useTranslations('hosts');
  const { total, nextCursor } = list;
  const areSingleKeysOn = useSingleKeys();
  return (
    <div className="grid-foot">
      <span>
        <Range {...{ query, list }} />
        {total < all && `, ${t('filteredFrom', { all })}`}
      </span>
      <span className="keys">
        {areSingleKeysOn && (
          <span>
            <kbd>J</kbd> <kbd>K</kbd> {t('move')}
          </span>
        )}
        <span>
          <kbd>Enter</kbd> {t('open')}
        </span>
      </span>
      <span className="pg">
        {query.cursor !== null && (
          <Link className={buttonClass({ size: 'tiny' })} href={hostsAddress({ ...query, cursor: null })}>
            <Icon name="left" size={12} />
            {t('first')}
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

/** A keyset page after the first knows how many rows it has, not how many came before. */
function Range({ query, list }: Pick<PagingProps, 'query' | 'list'>) {
  const t = useTranslations('hosts');
  const { hosts, total } = list;
  if (query.cursor !== null || hosts.length === 0) return t('pageOf', { shown: hosts.length, total });
  return t('range', { from: 1, to: hosts.length, total });
}
