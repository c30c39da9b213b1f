import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { fabricAddress } from '@/lib/client/host-address';
import { everythingNow, type HostQuestion } from '@/lib/client/host-question';

/** Other hosts report: what is asked for is nothing, and figures of nothing would read as good news. */
export function NoMatch({ question }: { question: HostQuestion }) {
  const t = useTranslations('hosts');
  return (
    <Notice
      title={t('noMatch')}
      actions={
        <Link className={buttonClass()} href={fabricAddress(everythingNow(question))}>
          {t('clearAll')}
        </Link>
      }
    />
  );
}
