'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TrendChart } from '@/components/fabric/trend-chart';
import { statesIn, type ToldDay, toldDays } from '@/components/fabric/trend-figures';
import { trendInput } from '@/components/fabric/trend-input';
import { TrendTable } from '@/components/fabric/trend-table';
import { TrendWaves, WaveMark } from '@/components/fabric/trend-waves';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import { AnswerToCome } from '@/components/ui/answer-to-come';
import { classNames } from '@/components/ui/class-names';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { HostQuestion } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import type { Summary } from '@/lib/contracts/fleet';
import type { Trend } from '@/lib/contracts/history';
import { MARKED_WAVE_HOSTS, TREND_DAYS } from '@/lib/domain/trend';
import { calendarDay } from '@/lib/i18n/moment';

/** Days that are over change only by late evidence; today's figures are the page's own. */
const DAYS_ASKED_MS = 5 * 60_000;

type TrendPanelProps = { summary: Summary; question: HostQuestion };

/** How many hosts did not pass day by day; each day leads to the page of that time. */
export function TrendPanel({ summary, question }: TrendPanelProps) {
  const t = useTranslations('fabric.days');
  const { timeZone } = useZone();
  const [isTable, setTable] = useState(false);
  const options = useTRPC().history.trend.queryOptions(trendInput(question, timeZone), {
    placeholderData: keepPreviousData,
    ...(question.at === null && { refetchInterval: DAYS_ASKED_MS }),
  });
  const { data, isError, refetch } = useQuery(options);
  const toggle = (
    <button type="button" className="link" onClick={() => setTable(!isTable)}>
      {t(isTable ? 'asChart' : 'asTable')}
    </button>
  );
  return (
    <Panel
      title={t('title', { count: TREND_DAYS })}
      hint={t('hint')}
      aside={data && data.days.length > 1 ? toggle : undefined}
    >
      {data !== undefined ? (
        <TrendBody {...{ trend: data, summary, question, isTable }} />
      ) : (
        <AnswerToCome
          className="min-h-48"
          again={isError ? { text: t('retry'), onAgain: refetch } : undefined}
        >
          {t(isError ? 'failed' : 'loading')}
        </AnswerToCome>
      )}
    </Panel>
  );
}

type BodyProps = TrendPanelProps & { trend: Trend; isTable: boolean };

function TrendBody({ trend, summary, question, isTable }: BodyProps) {
  const t = useTranslations('fabric.days');
  const zone = useZone();
  const now =
    question.at === null
      ? {
          day: calendarDay(new Date(summary.asOf), zone),
          at: summary.asOf,
          total: summary.total,
          states: summary.states,
        }
      : null;
  const days = toldDays(trend, now);
  if (days.length < 2)
    return <p className="p-4 text-ink-2">{t(question.at === null ? 'young' : 'youngThen')}</p>;
  if (isTable) return <TrendTable {...{ days, question }} />;
  return (
    <div className="grid gap-3 px-4 pt-3 pb-4">
      <TrendChart {...{ days, question }} />
      <TrendKey days={days} />
      <TrendWaves {...{ days, question }} />
    </div>
  );
}

/** Days with waves are marked, if those are of so many hosts that a reader needs them. */
function TrendKey({ days }: { days: readonly ToldDay[] }) {
  const t = useTranslations('fabric.days');
  const stateText = useStateText();
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
      {statesIn(days).map((state) => (
        <li key={state} className={classNames(STATE_CLASS[state], 'flex items-center gap-1.5')}>
          <span className="text-state">
            <StateGlyph state={state} size={12} />
          </span>
          {stateText(state)}
        </li>
      ))}
      {days.some(({ waves }) => waves.length > 0) && (
        <li className="flex items-center gap-1.5">
          <WaveMark />
          {t('wave', { count: MARKED_WAVE_HOSTS })}
        </li>
      )}
    </ul>
  );
}
