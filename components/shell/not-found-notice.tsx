'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

/** Says that an address leads nowhere, and what else there is. */
export function NotFoundNotice({ children }: { children?: ReactNode }) {
  const t = useTranslations('errors');
  const scope = useScope();
  return (
    <Notice
      title={t('notFound.title')}
      actions={
        <Link className={buttonClass()} href={inScope('/', scope)}>
          {t('toFabric')}
        </Link>
      }
    >
      <p>{t('notFound.body')}</p>
      {children}
    </Notice>
  );
}
