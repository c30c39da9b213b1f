'use client';

import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import { useCommand } from '@/components/ui/use-shortcuts';

/**
 * The field of the bar: what is typed is typed in the dialog that it opens. It gives way before anything else does: with a
 * smaller share of what is missing it would leave a pixel of it to the names of fabrics.
 */
export function SearchButton({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations('search');
  useCommand('search', onOpen);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      className="@container ml-auto flex h-8 min-w-8 flex-[0_10000_300px] cursor-text items-center gap-2 rounded-panel border border-control bg-surface px-2.25 text-left text-ink-3 max-named:order-1 max-named:ml-3 max-named:min-w-24 max-named:flex-[1_1_120px] max-tablet:min-w-8 max-tablet:flex-[1_1_60px]"
      onClick={onOpen}
    >
      <Icon name="search" className="flex-none" />
      <span className="min-w-0 flex-1 truncate @max-[110px]:sr-only">{t('open')}</span>
      <span
        aria-hidden="true"
        className="flex gap-1 max-tablet:hidden @max-[150px]:hidden max-wide:fr:hidden"
      >
        <Keys of="search" />
      </span>
    </button>
  );
}
