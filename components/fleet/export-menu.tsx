'use client';

import { type Locale, useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';
import { Icon } from '@/components/ui/icon';
import { LinkMenu } from '@/components/ui/link-menu';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { EXPORT_FORMATS, type ExportFormat } from '@/lib/contracts/words/host-query';

type ExportMenuProps = {
  /** The file of exactly what is shown. */
  addressOf: (file: { format: ExportFormat; lang: Locale }) => string;
  title?: string;
  size?: 'small' | 'medium';
  /** No row is shown: the key of the export does nothing. */
  isEmpty?: boolean;
  /** What the file is of. */
  children: ReactNode;
};

/** Plain links: the server streams the file, however much is in it. */
export function ExportMenu({ addressOf, title, size, isEmpty = false, children }: ExportMenuProps) {
  const t = useTranslations('hosts.exportAs');
  const lang = useLocale();
  const button = useRef<HTMLButtonElement>(null);
  // As if pressed, so that focus goes into the menu and comes back to the button.
  useShortcuts(isEmpty ? {} : { export: () => button.current?.click() });
  return (
    <LinkMenu
      buttonRef={button}
      {...{ title, size }}
      items={EXPORT_FORMATS.map((format) => ({
        key: format,
        label: t(format),
        hint: `.${format}`,
        href: addressOf({ format, lang }),
      }))}
    >
      <Icon name="file" />
      {children}
    </LinkMenu>
  );
}
