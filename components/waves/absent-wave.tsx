import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { waveAddress } from '@/lib/client/wave-address';

/** The wave is of another's fabrics, began after the time that is looked at, or does not exist. The page does not say which. */
export function AbsentWave({ at }: { at: Date | null }) {
  const t = useTranslations('waves');
  const address = waveAddress(null, at);
  return (
    <Notice
      title={t('notFound')}
      actions={
        <Link className={buttonClass()} href={address}>
          {t('toOpen')}
        </Link>
      }
    >
      <p>{t('notFoundHint')}</p>
    </Notice>
  );
}
