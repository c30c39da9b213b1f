'use client';

import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { selectionInput } from '@/components/hosts/host-choice';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { LinkMenu } from '@/components/ui/link-menu';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { downloadSelection } from '@/lib/client/download-selection';
import { fileColumns, type ListLook } from '@/lib/client/list-look';
import { EXPORT_FORMATS, type ExportFormat, type HostQuery } from '@/lib/contracts/words/host-query';

type ExportProps = { query: HostQuery; look: ListLook; choosing: ChoosingHosts };

/** A file of exactly the chosen hosts, in the order of the list. */
export function ExportSelection({ query, look, choosing }: ExportProps) {
  const t = useTranslations('selection');
  const tHosts = useTranslations('hosts');
  const lang = useLocale();
  const { choice, count } = choosing;
  const button = useRef<HTMLButtonElement>(null);
  // Whoever has chosen hosts means those, and not the whole list.
  useShortcuts({ export: () => button.current?.click() }, { goesFirst: true });
  const { mutate, isPending, isError } = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const { sort, order, at } = query;
      // A filter has its own time.
      const when = 'all' in choice ? null : (at?.toISOString() ?? null);
      const columns = format === 'json' ? undefined : fileColumns(look);
      const asked = { ...selectionInput(choice), format, lang, columns, sort, order, at: when };
      const refused = await downloadSelection(asked);
      if (refused?.code === 'selection_changed') choosing.markRefused();
      else if (refused !== null) throw new Error(refused.code);
    },
  });
  return (
    <>
      <span role="status" className="self-center px-1 text-small empty:px-0">
        {isPending && t('exporting')}
        {isError && t('exportFailed')}
      </span>
      <LinkMenu
        buttonRef={button}
        variant="onInk"
        items={EXPORT_FORMATS.map((format) => ({
          key: format,
          label: tHosts(`exportAs.${format}`),
          hint: `.${format}`,
          onSelect: () => mutate(format),
        }))}
      >
        {t('export', { count })}
      </LinkMenu>
    </>
  );
}
