'use client';

import { useTranslations } from 'next-intl';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import type { SelectionResult } from '@/lib/contracts/selection';

/** What was done to the chosen hosts, and what came of it. */
export type Done = { what: 'acknowledge' | 'owner' | 'ownerRemoved' | 'note'; result: SelectionResult };

/** So many refused hosts of one reason are named; of the others their number is told. */
const NAMED_AT_MOST = 100;

type Refused = SelectionResult['refused'];
type OutcomeProps = { done: Done; choosing: ChoosingHosts; close: () => void };

/** Says for how many hosts it was done, and how many were refused for what. */
export function SelectionOutcome({ done: { what, result }, choosing: { choice }, close }: OutcomeProps) {
  const t = useTranslations('selection');
  const { done, refused } = result;
  const codes = [...new Set(refused.map(({ code }) => code))];
  const nameOf = ({ id, hostname }: Refused[number]) =>
    hostname ?? ('all' in choice ? id : (choice.hosts.get(id)?.hostname ?? id));
  return (
    <div
      role="status"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 border border-t-0 border-line bg-raised px-3 py-2"
    >
      <div className="flex min-w-0 flex-1 flex-wrap gap-x-3 gap-y-1">
        <p>
          {t(`${what}.done`, { count: done.length })}
          {codes.length > 1 && ` ${t('leftOut', { count: refused.length })}`}
        </p>
        {codes.map((code) => {
          const hosts = refused.filter((host) => host.code === code);
          return <Reason key={code} {...{ code, hosts, nameOf }} />;
        })}
      </div>
      <Button size="tiny" variant="quiet" className="ml-auto" onClick={close}>
        {t('close')}
      </Button>
    </div>
  );
}

type ReasonProps = { code: string; hosts: Refused; nameOf: (host: Refused[number]) => string };

/** How many hosts were refused for one reason; which ones says whoever asks. */
function Reason({ code, hosts, nameOf }: ReasonProps) {
  const t = useTranslations('selection');
  const count = hosts.length;
  return (
    <details className="text-small">
      <summary className="w-fit cursor-pointer underline decoration-line-2 underline-offset-3">
        {code === 'not_found' && t('refusal.gone', { count })}
        {code === 'nothing_to_acknowledge' && t('refusal.able', { count })}
        {code !== 'not_found' && code !== 'nothing_to_acknowledge' && t('refusal.other', { count, code })}
      </summary>
      <ul className="flex flex-wrap gap-x-3 pt-1">
        {hosts.slice(0, NAMED_AT_MOST).map((host) => (
          <li key={host.id}>
            <ForeignText text={nameOf(host)} />
          </li>
        ))}
        {count > NAMED_AT_MOST && <li>{t('more', { count: count - NAMED_AT_MOST })}</li>}
      </ul>
    </details>
  );
}
