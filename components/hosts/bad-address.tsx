'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import type { HostQueryProblem } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

export type AddressProblem = Pick<HostQueryProblem, 'code' | 'parameter' | 'refused'>;

/** The same page without what is wrong: one value of a word that may have several, else the word. */
function useMendedAddress({ parameter, refused }: AddressProblem): string {
  const path = usePathname();
  const parameters = new URLSearchParams(useSearchParams());
  if (refused === undefined) parameters.delete(parameter);
  else parameters.delete(parameter, refused.text);
  const query = parameters.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** An address that asks for something unknown is not answered with something else. */
export function BadAddress({ problem }: { problem: AddressProblem }) {
  const t = useTranslations('errors.badAddress');
  const parameter = visibleText(problem.parameter);
  return (
    <Notice
      title={t('title')}
      actions={
        <Link className={buttonClass()} href={useMendedAddress(problem)}>
          {t('without')}
        </Link>
      }
    >
      {problem.code === 'unknown_parameter' ? (
        <p>{t('unknownWord', { parameter })}</p>
      ) : problem.refused === undefined ? (
        <p>{t('invalidValue', { parameter })}</p>
      ) : (
        <>
          <p>{t('refusedValue', { parameter, value: visibleText(problem.refused.text) })}</p>
          <p>{t('allowed', { values: problem.refused.allowed.join(', ') })}</p>
        </>
      )}
    </Notice>
  );
}
