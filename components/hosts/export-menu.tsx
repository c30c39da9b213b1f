'use client';

import { Menu } from '@base-ui/react/menu';
import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { hostsExportAddress } from '@/lib/client/host-address';
import { EXPORT_FORMATS, type HostQuery } from '@/lib/contracts/host-query';

/** Plain links: the server streams the file of exactly these hosts, however many. */
export function ExportMenu({ query, total }: { query: HostQuery; total: number }) {
  const t = useTranslations('hosts');
  const lang = useLocale();
  const place = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  // As if pressed, so that focus goes into the menu and comes back to the button.
  useShortcuts([{ keys: ['e'], run: () => trigger.current?.click() }]);
  return (
    <div ref={place}>
      <Menu.Root>
        <Menu.Trigger
          ref={trigger}
          className={buttonClass({ size: 'small' })}
          title={t('exportHint', { total })}
        >
          <Icon name="file" />
          {t('export')}
          <Icon name="down" size={12} />
        </Menu.Trigger>
        {/* Inside the page's main part, where those who move by landmarks look for it. */}
        <Menu.Portal container={place}>
          <Menu.Positioner className="menu-at" sideOffset={6} align="end">
            <Menu.Popup className="menu">
              {EXPORT_FORMATS.map((format) => (
                <Menu.LinkItem
                  key={format}
                  className="it"
                  closeOnClick
                  href={hostsExportAddress(query, { format, lang })}
                  download
                >
                  {t(`exportAs.${format}`)}
                  <span className="right small mute">.{format}</span>
                </Menu.LinkItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
