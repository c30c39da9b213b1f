import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

type NoticeProps = { onClose: () => void; children: ReactNode };

/** Said where nothing of what asked for it is there any more. */
export function FloatingNotice({ onClose, children }: NoticeProps) {
  const t = useTranslations('shell');
  return (
    <p
      role="alert"
      className="z-bar fixed bottom-4 left-1/2 flex w-max max-w-[calc(100vw-24px)] -translate-x-1/2 items-center gap-3 rounded-panel border border-line-2 bg-surface px-4 py-2 shadow-menu max-tablet:bottom-rail"
    >
      {children}
      <Button size="small" onClick={onClose}>
        {t('close')}
      </Button>
    </p>
  );
}

type NotLoadedProps = { retry: () => void; onClose: () => void };

/** What a key or a button opens could not be loaded. */
export function NotLoaded({ retry, onClose }: NotLoadedProps) {
  const t = useTranslations('ui');
  return (
    <FloatingNotice onClose={onClose}>
      {t('notLoaded')}
      <Button size="small" onClick={retry}>
        {t('retry')}
      </Button>
    </FloatingNotice>
  );
}
