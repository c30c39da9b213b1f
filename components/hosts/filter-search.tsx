'use client';

import { useTranslations } from 'next-intl';
import { searchText, withSearch } from '@/components/fleet/filter-chips';
import { useGo } from '@/components/ui/part-navigation';
import { SearchField } from '@/components/ui/search-field';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostQuery } from '@/lib/contracts/words/host-query';

export function FilterSearch({ query }: { query: HostQuery }) {
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
