'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Icon } from '@/components/ui/icon';
import { LinkMenu } from '@/components/ui/link-menu';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { changesAddress, changesExportAddress, unfilteredChanges } from '@/lib/client/change-address';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS } from '@/lib/contracts/words/host-query';

/** Plain links: the server streams the file of exactly these changes, however many. */
export function ChangesExport({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.export');
  const formats = useTranslations('hosts.exportAs');
  const lang = useLocale();
  const button = useRef<HTMLButtonElement>(null);
  useShortcuts({ export: () => button.current?.click() });
  const isAll = changesAddress({ ...query, cursor: null }) === changesAddress(unfilteredChanges(query));
  return (
    <LinkMenu
      buttonRef={button}
      size="medium"
      title={t(isAll ? 'hintAll' : 'hint')}
      items={EXPORT_FORMATS.map((format) => ({
        key: format,
        label: formats(format),
        hint: `.${format}`,
        href: changesExportAddress(query, { format, lang }),
      }))}
    >
      <Icon name="file" />
      {t(isAll ? 'all' : 'filtered')}
    </LinkMenu>
  );
}
