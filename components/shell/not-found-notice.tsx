'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

export function NotFoundNotice() {
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
    </Notice>
  );
}
