'use client';

import { useTranslations } from 'next-intl';
import { ExportMenu } from '@/components/fleet/export-menu';
import { changesAddress, changesExportAddress, unfilteredChanges } from '@/lib/client/change-address';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

export function ChangesExport({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.export');
  const isAll = changesAddress({ ...query, cursor: null }) === changesAddress(unfilteredChanges(query));
  return (
    <ExportMenu
      size="medium"
      title={t(isAll ? 'hintAll' : 'hint')}
      addressOf={(file) => changesExportAddress(query, file)}
    >
      {t(isAll ? 'all' : 'filtered')}
    </ExportMenu>
  );
}
