'use client';

import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CausePanel } from '@/components/fabric/cause-panel';
import { dayBefore } from '@/components/fabric/day-before';
import type { FixHints } from '@/components/fabric/fix-hints';
import { Explanation, Headline } from '@/components/fabric/headline';
import { MapPanel } from '@/components/fabric/map-panel';
import { NoMatch } from '@/components/fabric/no-match';
import { OverviewFoot } from '@/components/fabric/overview-foot';
import { RecentChanges } from '@/components/fabric/recent-changes';
import { RiskPanel } from '@/components/fabric/risk-panel';
import { SilentPanel } from '@/components/fabric/silent-panel';
import { SinceLooked } from '@/components/fabric/since-looked';
import { StateBar } from '@/components/fabric/state-bar';
import { TrendPanel } from '@/components/fabric/trend-panel';
import { useZone } from '@/components/ui/use-zone';
import { type HostQuestion, questionInput, unfiltered } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { Summary } from '@/lib/contracts/fleet';
import type { SendingInterval } from '@/lib/contracts/settings';
import { clockTime, fullMoment } from '@/lib/i18n/moment';

/** The same figures a day earlier; null where there was no fleet yet, or while they are on their way. */
function useDayBefore(question: HostQuestion, asOf: string): Summary | null {
  const trpc = useTRPC();
  const input = questionInput(dayBefore(question, asOf));
  const { data } = useQuery(trpc.host.summary.queryOptions(input, { placeholderData: keepPreviousData }));
  return data === undefined || data.total === 0 ? null : data;
}

type OverviewProps = {
  question: HostQuestion;
  hints: FixHints;
  /** The version of the agent that this server gives; null where it has none. */
  shipped: string | null;
  mayPlan: boolean;
  /** Null for an earlier time. */
  sending: SendingInterval | null;
  /** What comes before the verdict. */
  lead: ReactNode;
};

export function Overview({ question, hints, shipped, mayPlan, sending, lead }: OverviewProps) {
  const t = useTranslations('fabric');
  const trpc = useTRPC();
  const zone = useZone();
  const watch = watching(PAGE_EVERY_MS, question.at);
  const options = trpc.host.summary.queryOptions(questionInput(question), watch);
  const { data: summary } = useSuspenseQuery(options);
  const { data: all } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(unfiltered(question)), watch),
  );
  const before = useDayBefore(question, summary.asOf);
  if (summary.total === 0) return <NoMatch question={question} all={all.total} />;
  return (
    <div className="min-w-0 px-gutter pt-5 pb-8 max-tablet:py-3">
      {lead}
      <div className="flex items-start gap-6 max-columns:flex-col max-columns:gap-2">
        <div>
          <Headline {...{ summary, all, question }} />
          <Explanation {...{ summary, all, question }} />
        </div>
        <p className="mt-1 ml-auto pt-1 text-right text-code whitespace-nowrap text-ink-3 max-columns:ml-0 max-columns:text-left max-columns:whitespace-normal">
          {before && <AbleChange change={summary.states.Passed - before.states.Passed} />}
          {t('asOf', { moment: fullMoment(new Date(summary.asOf), zone) })}
        </p>
      </div>
      {question.at === null && <ServerAway />}
      {question.at === null && <SinceLooked {...{ summary, question }} />}
      <StateBar {...{ summary, before, question }} />
      <div className="mt-4 grid grid-cols-1 items-start gap-4 columns:grid-cols-[minmax(0,1fr)_var(--spacing-overview-side)] print:block print:space-y-4">
        <div className="grid min-w-0 content-start gap-4 print:block print:space-y-4">
          <CausePanel {...{ summary, before, question, hints, mayPlan }} />
          <MapPanel question={question} />
          <TrendPanel {...{ summary, question }} />
        </div>
        <div className="grid min-w-0 content-start gap-4 print:block print:space-y-4">
          <RecentChanges question={question} />
          <SilentPanel summary={summary} question={question} />
          <RiskPanel question={question} shipped={shipped} />
        </div>
      </div>
      <OverviewFoot sending={sending} />
    </div>
  );
}

function AbleChange({ change }: { change: number }) {
  const t = useTranslations('fabric');
  const bold = (words: ReactNode) => <b className="text-ink">{words}</b>;
  return (
    <>
      {change < 0
        ? t.rich('fewerAble', { count: -change, bold })
        : t.rich('moreAble', { count: change, bold })}
      <br />
    </>
  );
}

/** Hosts that read Silent because nobody could hear them are not accused of it. */
export function ServerAway() {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const zone = useZone();
  const { data: absence } = useSuspenseQuery(
    trpc.change.serverAway.queryOptions(undefined, watching(PAGE_EVERY_MS, null)),
  );
  if (absence === null) return null;
  const [from, to] = [new Date(absence.from), new Date(absence.to)];
  return (
    <p
      className="mt-2 rounded-pill border border-line-2 bg-surface px-3 py-2"
      role="status"
      title={`${fullMoment(from, zone)} – ${fullMoment(to, zone)}`}
    >
      {t('away', { from: clockTime(from, zone), to: clockTime(to, zone), count: absence.notHeard })}
    </p>
  );
}
