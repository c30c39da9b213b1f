'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CausePanel } from '@/components/fabric/cause-panel';
import { SilentPanel } from '@/components/fabric/silent-panel';
import { StateBar } from '@/components/fabric/state-bar';
import { StaleNotice } from '@/components/fleet/stale-notice';
import { PageTitle } from '@/components/ui/page-title';
import { useZone } from '@/components/ui/use-zone';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import type { Summary } from '@/lib/contracts/fleet';
import { fullMoment } from '@/lib/i18n/moment';

export function Overview({ question }: { question: HostQuestion }) {
  const t = useTranslations('fabric');
  const trpc = useTRPC();
  const zone = useZone();
  const options = trpc.host.summary.queryOptions(questionInput(question));
  const { data: summary, isRefetchError, refetch } = useSuspenseQuery(options);
  return (
    <div className="main">
      <div className="verdict">
        <div>
          <Headline summary={summary} />
          <Explanation summary={summary} />
        </div>
        <p className="meta">{t('asOf', { moment: fullMoment(new Date(summary.asOf), zone) })}</p>
      </div>
      {isRefetchError && <StaleNotice asOf={summary.asOf} onRetry={refetch} />}
      <StateBar summary={summary} question={question} />
      <div className="cols">
        <CausePanel summary={summary} question={question} />
        <SilentPanel summary={summary} question={question} />
      </div>
    </div>
  );
}

/** The one sentence that says it all. */
function Headline({ summary }: { summary: Summary }) {
  const t = useTranslations('fabric');
  const { total, states, vms } = summary;
  const unable = total - states.Passed;
  if (unable === 0) return <PageTitle>{t('allAble', { total })}</PageTitle>;
  return (
    <PageTitle>
      {t('able', { able: states.Passed, total })}{' '}
      <span className="bad">{t('unable', { unable, vms: vms.blocked })}</span>
    </PageTitle>
  );
}

function Explanation({ summary }: { summary: Summary }) {
  const t = useTranslations('fabric');
  const { total, states, vms } = summary;
  const refused = total - states.Passed - states.Silent;
  return (
    <p>
      {refused > 0 && `${t('refused', { count: refused })} `}
      {states.Silent > 0 && `${t('silent', { count: states.Silent, vms: vms.unverified })} `}
      {t('vms', { total: vms.total })}
    </p>
  );
}
