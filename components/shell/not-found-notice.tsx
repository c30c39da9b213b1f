import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';

type NotFoundNoticeProps = {
  /** Leads to Fabric. */
  link: (text: string) => ReactNode;
  children?: ReactNode;
};

/** Says that an address leads nowhere, and what else there is. The server makes it, so that no page loads what it needs. */
export function NotFoundNotice({ link, children }: NotFoundNoticeProps) {
  const t = useTranslations('errors');
  return (
    <Notice title={t('notFound.title')} actions={link(t('toFabric'))}>
      <p>{t('notFound.body')}</p>
      {children}
    </Notice>
  );
}
