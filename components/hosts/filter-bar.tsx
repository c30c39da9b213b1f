'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { chipsOf, type FilterChip, withoutChip } from '@/components/hosts/filter-chips';
import { FilterSearch } from '@/components/hosts/filter-search';
import { Icon } from '@/components/ui/icon';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { HostQuery } from '@/lib/contracts/host-query';
import { isAttestationMode, isExceptionKind, isReporting } from '@/lib/domain/vocabulary';

export function FilterBar({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const chips = chipsOf(query.filter);
  return (
    <div className="filters">
      <FilterSearch query={query} />
      {chips.map((chip) => (
        <Chip key={`${chip.word} ${chip.isNegative}`} chip={chip} query={query} />
      ))}
      {chips.length > 0 && (
        <Link
          className="link small mute right"
          href={hostsAddress({ ...query, ...unfiltered(query), cursor: null })}
        >
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
  const value = chip.values.map((text) => valueText(chip.word, text)).join(', ');
  return (
    <span className="chip" title={value}>
      <span className="op">{chip.isNegative ? t('isNot', { word }) : t('is', { word })}</span>{' '}
      <b>
        <bdi>{value}</bdi>
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

/** Our own words are translated; HGS's words and the hosts' own texts are told as they are. */
function useValueText(): (word: string, value: string) => string {
  const t = useTranslations('fleet');
  return (word, value) => {
    if (word === 'mode' && isAttestationMode(value)) return t(`mode.${value}`);
    if (word === 'reporting' && isReporting(value)) return t(`reporting.${value}`);
    if (word === 'exception' && isExceptionKind(value)) return t(`exception.${value}`);
    return value;
  };
}
