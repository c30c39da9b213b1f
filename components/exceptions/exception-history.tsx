import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { type ExceptionsQuery, exceptionsAddress } from '@/lib/client/exception-address';
import type { ExceptionDetail } from '@/lib/contracts/exception';
import { exceptionName } from '@/lib/domain/exception';

type HistoryProps = { exception: ExceptionDetail; query: ExceptionsQuery };

/** Each step with when and by whom, the newest first. */
export function ExceptionHistory({ exception, query }: HistoryProps) {
  const t = useTranslations('exceptions.history');
  const { state, endsAt, asOf, approvedAt, approvedBy, withdrawnAt, withdrawnBy } = exception;
  const named = (name: string) => <ForeignText text={name} />;
  return (
    <div className="grid gap-2 border-b border-line px-4 py-3">
      <h3 className="font-semibold">{t('title')}</h3>
      <ul className="grid gap-2">
        {exception.renewedBy !== null && (
          <Step title={t('renewed')}>
            <Other {...{ other: exception.renewedBy, query }} />
          </Step>
        )}
        {state === 'ended' && <Step title={t('ended')} at={endsAt} asOf={asOf} />}
        {withdrawnAt !== null && (
          <Step title={t('withdrawn')} at={withdrawnAt} asOf={asOf}>
            {withdrawnBy && named(withdrawnBy.name)}
          </Step>
        )}
        {approvedAt !== null && (
          <Step title={t('approved')} at={approvedAt} asOf={asOf}>
            {approvedBy && named(approvedBy.name)}
          </Step>
        )}
        <Step title={t('requested')} at={exception.requestedAt} asOf={asOf}>
          {named(exception.requestedBy.name)}
        </Step>
        {exception.follows !== null && (
          <Step title={t('follows')}>
            <Other {...{ other: exception.follows, query }} />
          </Step>
        )}
      </ul>
    </div>
  );
}

type StepProps = { title: string; at?: string; asOf?: string; children?: ReactNode };

function Step({ title, at, asOf, children }: StepProps) {
  return (
    <li className="grid grid-cols-[calc(var(--spacing)*24)_minmax(0,1fr)] gap-2">
      <span className="text-small text-ink-3">
        {at !== undefined && asOf !== undefined && <Time value={at} asOf={asOf} />}
      </span>
      <span className="grid">
        <span>{title}</span>
        <span className="text-small text-ink-3">{children}</span>
      </span>
    </li>
  );
}

function Other({ other, query }: { other: NonNullable<ExceptionDetail['follows']>; query: ExceptionsQuery }) {
  const t = useTranslations('exceptions.state');
  return (
    <>
      <Link className="underline" href={exceptionsAddress({ ...query, open: other.id })}>
        {exceptionName(other.number)}
      </Link>
      , {t(other.state)}
    </>
  );
}
