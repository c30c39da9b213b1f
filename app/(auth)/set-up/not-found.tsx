import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';

/** Says why, and no more to whoever guesses than to whoever is late. */
export default function NotFound() {
  const t = useTranslations('auth');
  return (
    <Notice
      title={t('setUp.goneTitle')}
      actions={
        <Link className={buttonClass()} href="/sign-in">
          {t('signIn.title')}
        </Link>
      }
    >
      <p>{t('setUp.goneBody')}</p>
    </Notice>
  );
}
