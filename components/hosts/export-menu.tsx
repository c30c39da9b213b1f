'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Icon } from '@/components/ui/icon';
import { LinkMenu } from '@/components/ui/link-menu';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { hostsExportAddress } from '@/lib/client/host-address';
import { EXPORT_FORMATS, type HostQuery } from '@/lib/contracts/words/host-query';

/** Plain links: the server streams the file of exactly these hosts, however many. */
export function ExportMenu({ query, total }: { query: HostQuery; total: number }) {
  const t = useTranslations('hosts');
  const lang = useLocale();
  const button = useRef<HTMLButtonElement>(null);
  // As if pressed, so that focus goes into the menu and comes back to the button.
  useShortcuts({ export: () => button.current?.click() });
  return (
    <LinkMenu
      buttonRef={button}
      title={t('exportHint', { total })}
      items={EXPORT_FORMATS.map((format) => ({
        key: format,
        label: t(`exportAs.${format}`),
        hint: `.${format}`,
        href: hostsExportAddress(query, { format, lang }),
      }))}
    >
      <Icon name="file" />
      {t('export')}
    </LinkMenu>
  );
}
