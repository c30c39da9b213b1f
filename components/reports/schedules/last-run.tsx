'use client';

import { useTranslations } from 'next-intl';
import { useDateText, useMailProblem } from '@/components/reports/schedules/schedule-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { reportAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ScheduleRow } from '@/lib/contracts/schedules';

type RunProps = { row: ScheduleRow; asOf: string };
type Last = NonNullable<ScheduleRow['last']>;

/** What came of the newest date: its report, what was mailed, and what did not work, in its own row. */
export function LastRun({ row, asOf }: RunProps) {
  const t = useTranslations('schedules');
  const dateText = useDateText();
  const { last, timeZone, stopped } = row;
  return (
    <span className="grid">
      {last === null ? (
        <span className="text-ink-3">{t('never')}</span>
      ) : (
        <>
          <span>
            <time dateTime={last.dueAt}>{dateText(last.dueAt, asOf, timeZone)}</time>
            {last.isLate && <span className="text-ink-2">, {t('late')}</span>}
          </span>
          <Outcome last={last} />
        </>
      )}
      {stopped !== null && <Trouble>{t('stopped')}</Trouble>}
    </span>
  );
}

function Outcome({ last }: { last: Last }) {
  const t = useTranslations('schedules');
  const reports = useTranslations('reports');
  const { number, state, error, missed } = last;
  return (
    <span className="grid text-small text-ink-3">
      {number === null && error === null && <span>{t('removed')}</span>}
      {number !== null && (
        <span>
          <ReportLink number={number} />
          {state !== null && state !== 'ready' && state !== 'running' && `, ${reports(`state.${state}`)}`}
        </span>
      )}
      {missed > 0 && <span>{t('missed', { count: missed })}</span>}
      <Mails mails={last.mails} />
      {error !== null && <Trouble>{t(`failed.${reasonOf(error.code)}`)}</Trouble>}
    </span>
  );
}

const reasonOf = (code: string) => {
  if (code === 'before_history') return 'beforeHistory';
  return code === 'invalid_value' ? 'invalid' : 'other';
};

function ReportLink({ number }: { number: string }) {
  const scope = useScope();
  return (
    <Link
      className="whitespace-nowrap underline decoration-line-2 underline-offset-3"
      href={inScope(reportAddress(number), scope)}
    >
      {number}
    </Link>
  );
}

function Mails({ mails: { sent, open, failed, problem } }: Pick<Last, 'mails'>) {
  const t = useTranslations('schedules');
  const problemText = useMailProblem();
  return (
    <>
      {sent > 0 && <span>{t('mailed', { sent })}</span>}
      {open > 0 && <span>{t('mailing', { open })}</span>}
      {problem !== null && (
        <Trouble>
          <span title={problem.detail}>
            {failed > 0 && `${t('notMailed', { failed })}. `}
            {problemText(problem.code)}
          </span>
        </Trouble>
      )}
    </>
  );
}

function Trouble({ children }: { children: React.ReactNode }) {
  return (
    <span className="inline-flex items-start gap-1.5 text-small text-insecure-ink">
      <Icon name="warn" size={12} className="mt-0.5 flex-none" />
      {children}
    </span>
  );
}
