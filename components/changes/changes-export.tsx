'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ExportMenu } from '@/components/fleet/export-menu';
import { Button } from '@/components/ui/button';
import {
  changesAddress,
  changesExportAddress,
  countInput,
  unfilteredChanges,
} from '@/lib/client/change-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

export function ChangesExport({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.export');
  const options = useTRPC().change.count.queryOptions(countInput(query), watching(LIST_EVERY_MS, query.at));
  const { total, isMore } = useSuspenseQuery(options).data;
  // An empty file says nothing that the list does not say.
  if (total === 0) return <Button disabled>{t('none')}</Button>;
  const isAll = changesAddress({ ...query, cursor: null }) === changesAddress(unfilteredChanges(query));
  return (
    <ExportMenu
      size="medium"
      title={t(isAll ? 'hintAll' : 'hint')}
      addressOf={(file) => changesExportAddress(query, file)}
    >
      {t(isMore ? 'over' : 'counted', { count: total })}
    </ExportMenu>
  );
}
