'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { chipsOf, type FilterChip, withoutChip } from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import { FilterSearch } from '@/components/hosts/filter-search';
import { Icon } from '@/components/ui/icon';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { HostQuery } from '@/lib/contracts/host-query';

export function FilterBar({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const chips = chipsOf(query.filter);
  const cleared = hostsAddress({ ...query, ...unfiltered(query), cursor: null });
  return (
    <div className="filters">
      <FilterSearch query={query} />
      {chips.map((chip) => (
        <Chip key={`${chip.word} ${chip.isNegative}`} chip={chip} query={query} />
      ))}
      {cleared !== hostsAddress({ ...query, cursor: null }) && (
        <Link className="link small mute right" href={cleared}>
          {t('clearAll')}
        </Link>
      )}
    </div>
  );
}

function Chip({ chip, query }: { chip: FilterChip; query: HostQuery }) {
  const t = useTranslations('hosts');
  const valueText = useValueText();
  const word = t(`word.${chip.word}`);
  const values = chip.values.map((text) => ({ key: text, shown: valueText(chip.word, text) }));
  const value = values.map(({ shown }) => shown).join(', ');
  return (
    <span className="chip" title={value}>
      <span className="op">{chip.isNegative ? t('isNot', { word }) : t('is', { word })}</span>{' '}
      <b>
        {values.map(({ key, shown }, index) => (
          <Fragment key={key}>
            {index > 0 && ', '}
            <bdi>{shown}</bdi>
          </Fragment>
        ))}
      </b>
      <Link
        href={hostsAddress({ ...query, filter: withoutChip(query.filter, chip), cursor: null })}
        aria-label={t('remove', { word, value })}
      >
        <Icon name="close" size={12} />
      </Link>
    </span>
  );
}
