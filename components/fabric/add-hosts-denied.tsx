import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';

/** Shown to who may not create enrolment tokens: says who may. */
export function AddHostsDenied() {
  const t = useTranslations('enrol');
  return (
    <div className="grid content-start gap-2 px-gutter pt-5 pb-8">
      <PageTitle>{t('add')}</PageTitle>
      <p className="max-w-160 text-ink-2">{t('denied')}</p>
    </div>
  );
}
