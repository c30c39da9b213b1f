'use client';

import { useTranslations } from 'next-intl';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import type { SelectionResult } from '@/lib/contracts/selection';

/** What was done to the chosen hosts, and what came of it. */
export type Done = { what: 'acknowledge' | 'owner' | 'ownerRemoved' | 'note'; result: SelectionResult };

/** So many refused hosts are named; of the others their number is told. */
const NAMED_AT_MOST = 20;

type OutcomeProps = { done: Done; choosing: ChoosingHosts; close: () => void };

/** Says for how many hosts it was done, and which were refused for what. */
export function SelectionOutcome({ done: { what, result }, choosing, close }: OutcomeProps) {
  const t = useTranslations('selection');
  const { done, refused } = result;
  const { choice } = choosing;
  const nameOf = (id: string) => ('all' in choice ? id : (choice.hosts.get(id)?.hostname ?? id));
  const reasonOf = (code: string) => {
    if (code === 'not_found') return t('refusal.gone');
    return code === 'nothing_to_acknowledge' ? t('refusal.able') : t('refusal.other', { code });
  };
  return (
    <div
      role="status"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 border border-t-0 border-line bg-raised px-3 py-2"
    >
      <div className="grid gap-1">
        <p>{t(`${what}.done`, { count: done.length })}</p>
        {refused.length > 0 && (
          <>
            <p>{t('leftOut', { count: refused.length })}</p>
            <ul className="list-disc pl-5 text-small">
              {refused.slice(0, NAMED_AT_MOST).map(({ id, code }) => (
                <li key={id}>
                  <ForeignText text={nameOf(id)} /> {reasonOf(code)}
                </li>
              ))}
              {refused.length > NAMED_AT_MOST && (
                <li>{t('more', { count: refused.length - NAMED_AT_MOST })}</li>
              )}
            </ul>
          </>
        )}
      </div>
      <Button size="tiny" variant="quiet" className="ml-auto" onClick={close}>
        {t('close')}
      </Button>
    </div>
  );
}
