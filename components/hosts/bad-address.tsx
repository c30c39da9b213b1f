'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import type { HostQueryProblem } from '@/lib/contracts/words/host-query';
import { isAboutValue, valueInSentence } from '@/lib/contracts/words/value-rule';
import { visibleText } from '@/lib/util/visible-text';

export type AddressProblem = Pick<HostQueryProblem, 'code' | 'parameter' | 'known' | 'refused' | 'given'>;

/** The same page without what is wrong: one value of a word that may have several, else the word. */
function useMendedAddress({ parameter, refused }: AddressProblem): string {
  const path = usePathname();
  const parameters = new URLSearchParams(useSearchParams());
  if (refused === undefined) parameters.delete(parameter);
  else parameters.delete(parameter, refused.text);
  const query = parameters.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** What the server alone can tell: the value is the one that the address has. */
function useGiven({ parameter, given }: AddressProblem): AddressProblem['given'] {
  const text = useSearchParams().get(parameter);
  if (given !== undefined || text === null) return given;
  return parameter === 'cursor' ? { text, rule: { rule: 'ownLink' } } : undefined;
}

/** An address that asks for something unknown is not answered with something else. */
export function BadAddress({ problem }: { problem: AddressProblem }) {
  const t = useTranslations('errors.badAddress');
  const parameter = visibleText(problem.parameter);
  const given = useGiven(problem);
  const { code, known, refused } = problem;
  const text = refused?.text ?? (given && isAboutValue(given.rule) ? given.text : undefined);
  return (
    <Notice
      title={t('title')}
      actions={
        <Link className={buttonClass()} href={useMendedAddress(problem)}>
          {t('without')}
        </Link>
      }
    >
      {code === 'unknown_parameter' && <p>{t('unknownWord', { parameter })}</p>}
      {known && <p>{t('knownWords', { words: known.join(', ') })}</p>}
      {text !== undefined && <p>{t('refusedValue', { parameter, value: valueInSentence(text) })}</p>}
      {refused && <p>{t('allowed', { values: refused.allowed.join(', ') })}</p>}
      {given && (
        <p>
          {t(`rules.${given.rule.rule}`, { parameter, other: '', otherValue: '', most: 0, ...given.rule })}
        </p>
      )}
      {code === 'invalid_value' && !refused && !given && <p>{t('invalidValue', { parameter })}</p>}
    </Notice>
  );
}
