'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import { DaysCalendar } from '@/components/hosts/days-calendar';
import { DaysTable } from '@/components/hosts/days-table';
import { countDays, isKnown } from '@/components/hosts/known-days';
import { useHostDays } from '@/components/hosts/use-host-days';
import { AnswerToCome } from '@/components/ui/answer-to-come';
import { classNames } from '@/components/ui/class-names';
import { Panel } from '@/components/ui/panel';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import type { HostDays } from '@/lib/contracts/history';
import { HOST_DAYS } from '@/lib/contracts/words/host-days';

type DaysPanelProps = { hostId: string; at: string | null };

/** The worst of each day; a day leads to the page as of then. */
export function DaysPanel({ hostId, at }: DaysPanelProps) {
  const t = useTranslations('host.days');
  const [isChosenTable, setTable] = useState(false);
  const isPrinting = useIsPrinting();
  const isTable = isChosenTable && !isPrinting;
  const { data, isError, refetch } = useHostDays(hostId, at);
  return (
    <Panel
      title={t('title', { count: HOST_DAYS })}
      aside={
        data && (
          <button type="button" className="link print:hidden" onClick={() => setTable(!isChosenTable)}>
            {t(isTable ? 'asCalendar' : 'asTable')}
          </button>
        )
      }
    >
      {data === undefined ? (
        <AnswerToCome
          className="min-h-70.5 max-tablet:min-h-69"
          again={isError ? { text: t('retry'), onAgain: refetch } : undefined}
        >
          {t(isError ? 'failed' : 'loading')}
        </AnswerToCome>
      ) : (
        <Days {...{ data, at, isTable }} />
      )}
    </Panel>
  );
}

type DaysProps = { data: HostDays; at: string | null; isTable: boolean };

function Days({ data, at, isTable }: DaysProps) {
  const t = useTranslations('host.days');
  const stateText = useStateText();
  const known = data.days.filter(isKnown);
  const passed = known.filter(({ state }) => state === 'Passed').length;
  return (
    <div className="grid gap-3 px-4 py-3">
      <p className="text-ink-2">{t('sum', { passed, known: known.length })}</p>
      {isTable ? <DaysTable {...{ known, at }} /> : <DaysCalendar days={data.days} at={at} />}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
        {countDays(known).map(({ state, count }) => (
          <li key={state} className={classNames(STATE_CLASS[state], 'flex items-center gap-1.5')}>
            <StateGlyph className="text-state" state={state} size={12} />
            {stateText(state)} {count}
          </li>
        ))}
      </ul>
    </div>
  );
}
