import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { HostQueryProblem } from '@/lib/contracts/host-query';
import { visibleText } from '@/lib/util/visible-text';

/** An address that asks for something unknown is not answered with something else. */
export function BadAddress({ problem }: { problem: Pick<HostQueryProblem, 'code' | 'parameter'> }) {
  const t = useTranslations('errors');
  const { code } = problem;
  const parameter = visibleText(problem.parameter);
  return (
    <Notice
      title={t('badAddress.title')}
      actions={
        <Link className={buttonClass()} href="/hosts">
          {t('toHosts')}
        </Link>
      }
    >
      <p>
        {code === 'unknown_parameter'
          ? t('badAddress.unknownWord', { parameter })
          : t('badAddress.invalidValue', { parameter })}
      </p>
    </Notice>
  );
}
