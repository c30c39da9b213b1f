'use client';

import { useTranslations } from 'next-intl';
import { FilterChip } from '@/components/fleet/filter-chip';
import {
  chipsOf,
  type FilterChip as HostChip,
  isOtherText,
  searchText,
  turnedChip,
  withoutChip,
  withSearch,
} from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import { LIST } from '@/components/hosts/hosts-frame';
import { isFailing } from '@/components/hosts/state-tabs';
import { Link } from '@/components/ui/link';
import { useGo } from '@/components/ui/part-navigation';
import { SearchField } from '@/components/ui/search-field';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { HostQuery } from '@/lib/contracts/words/host-query';

export function FilterBar({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const chips = chipsOf(query.filter);
  const cleared = hostsAddress({ ...query, ...unfiltered(query), cursor: null });
  return (
    <div
      id={LIST}
      tabIndex={-1}
      className="flex scroll-mt-bar flex-wrap items-center gap-2 py-3 outline-none"
    >
      <FilterSearch query={query} />
      {chips.map((chip) => (
        <Chip key={`${chip.word} ${chip.isNegative}`} chip={chip} query={query} />
      ))}
      {cleared !== hostsAddress({ ...query, cursor: null }) && (
        <Link className="ml-auto link text-small text-ink-3" href={cleared}>
          {t('clearAll')}
        </Link>
      )}
    </div>
  );
}

function Chip({ chip, query }: { chip: HostChip; query: HostQuery }) {
  const t = useTranslations('hosts');
  const valueText = useValueText();
  const word = t(`word.${chip.word}`);
  const values = chip.values.map((text) => ({ key: text, shown: valueText(chip.word, text) }));
  const value = values.map(({ shown }) => shown).join(', ');
  const says = t(chip.isNegative ? 'isNot' : 'is', { word });
  const without = hostsAddress({ ...query, filter: withoutChip(query.filter, chip), cursor: null });
  const removeLabel = t('remove', { word, value });
  if (isFailing(chip))
    return (
      <FilterChip
        says={t('is', { word })}
        values={[{ key: 'failing', shown: t('view.failing') }]}
        {...{ without, removeLabel }}
      />
    );
  return (
    <FilterChip
      says={isOtherText(chip) ? t('textAlso') : says}
      values={values}
      turned={{
        href: hostsAddress({ ...query, filter: turnedChip(query.filter, chip), cursor: null }),
        label: t('turn', { says: t(chip.isNegative ? 'is' : 'isNot', { word }), value }),
      }}
      {...{ without, removeLabel }}
    />
  );
}

function FilterSearch({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const go = useGo();
  return (
    <SearchField
      className="flex-none basis-66 fr:basis-72"
      label={t('search')}
      hint={t('searchHint')}
      asked={searchText(query.filter)}
      onAsk={(text) =>
        go?.(hostsAddress({ ...query, filter: withSearch(query.filter, text), cursor: null }), {
          replace: true,
        })
      }
    />
  );
}
