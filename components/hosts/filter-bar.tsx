'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { chipsOf, type FilterChip, withoutChip } from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import { FilterSearch } from '@/components/hosts/filter-search';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { HostQuery } from '@/lib/contracts/words/host-query';

export function FilterBar({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const chips = chipsOf(query.filter);
  const cleared = hostsAddress({ ...query, ...unfiltered(query), cursor: null });
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <FilterSearch query={query} />
      {chips.map((chip) => (
        <Chip key={`${chip.word} ${chip.isNegative}`} chip={chip} query={query} />
      ))}
      {cleared !== hostsAddress({ ...query, cursor: null }) && (
        <Link className="link ml-auto text-small text-ink-3" href={cleared}>
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
    <span
      className="inline-flex h-7 items-center gap-1.5 rounded-panel border border-line-2 bg-surface pr-1 pl-2.5 text-small/5 whitespace-nowrap"
      title={value}
    >
      <span className="text-ink-3">{chip.isNegative ? t('isNot', { word }) : t('is', { word })}</span>{' '}
      <b className="max-w-80 truncate">
        {values.map(({ key, shown }, index) => (
          <Fragment key={key}>
            {index > 0 && ', '}
            <bdi>{shown}</bdi>
          </Fragment>
        ))}
      </b>
      <Link
        className="grid size-5 place-items-center rounded-cell text-ink-3 hover:bg-sunken hover:text-ink"
        href={hostsAddress({ ...query, filter: withoutChip(query.filter, chip), cursor: null })}
        aria-label={t('remove', { word, value })}
      >
        <Icon name="close" size={12} />
      </Link>
    </span>
  );
}
