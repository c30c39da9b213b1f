'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { searchText, withSearch } from '@/components/fleet/filter-chips';
import { SearchField } from '@/components/ui/search-field';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostQuery } from '@/lib/contracts/words/host-query';

export function FilterSearch({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const router = useRouter();
  return (
    <SearchField
      className="flex-none basis-66 fr:basis-72"
      label={t('search')}
      hint={t('searchHint')}
      asked={searchText(query.filter)}
      onAsk={(text) =>
        router.replace(hostsAddress({ ...query, filter: withSearch(query.filter, text), cursor: null }))
      }
    />
  );
}
