'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { changeState } from '@/components/fleet/change-state';
import { ChangeSub } from '@/components/fleet/change-text';
import { hostsOfWave, reportOfWave } from '@/components/fleet/hosts-of-wave';
import { OpenPlans } from '@/components/fleet/open-plans';
import { ReportLink } from '@/components/fleet/report-link';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { WaveBar } from '@/components/fleet/wave-bar';
import { ChangeTitle } from '@/components/fleet/wave-text';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Tally, TallyFigure } from '@/components/ui/tally';
import { useZone } from '@/components/ui/use-zone';
import { BeforePanel } from '@/components/waves/before-panel';
import { FactTable } from '@/components/waves/fact-table';
import { PlanWave } from '@/components/waves/plan-wave';
import { ProofFigure } from '@/components/waves/proof-bar';
import { WaveHosts } from '@/components/waves/wave-hosts';
import { WavesBeside } from '@/components/waves/waves-beside';
import { hostsAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';
import { plansOfWave, type WavesInput } from '@/lib/client/waves-question';
import type { WaveDetail } from '@/lib/contracts/waves';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';

type ScreenProps = { id: string; input: WavesInput; mayPlan: boolean };

/** One wave: what it is, how far it is proven to be over, and what its hosts share. */
export function WaveScreen({ id, input, mayPlan }: ScreenProps) {
  const trpc = useTRPC();
  const { at } = input;
  const options = trpc.change.wave.queryOptions({ id, at }, watching(PAGE_EVERY_MS, at));
  const { data: detail } = useSuspenseQuery(options);
  const time = at === null ? null : new Date(at);
  const foot = detail.isWorse ? (detail.progress.isOpen ? 'footOpen' : 'footClosed') : 'footOther';
  const t = useTranslations('waves');
  return (
    <div className="grid gap-4 px-gutter pt-5 pb-8">
      <Head detail={detail} input={input} mayPlan={mayPlan} />
      <Figures detail={detail} />
      <div className="grid items-start gap-4 columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)]">
        <FactTable detail={detail} />
        <BeforePanel detail={detail} at={time} />
      </div>
      <WaveHosts detail={detail} at={time} />
      <p className="text-small text-ink-3">{t(foot)}</p>
    </div>
  );
}

function Crumbs() {
  const t = useTranslations('waves');
  const scope = useScope();
  return (
    <nav aria-label={t('breadcrumb')} className="flex items-center gap-2 text-ink-2">
      <Link href={inScope('/changes', scope)}>{t('changes')}</Link>
      <Icon name="right" size={10} />
      <Link href={inScope(waveAddress(null), scope)}>{t('title')}</Link>
    </nav>
  );
}

type HeadProps = { detail: WaveDetail; input: WavesInput; mayPlan: boolean };

function Head({ detail, input, mayPlan }: HeadProps) {
  const t = useTranslations('waves');
  const at = input.at === null ? null : new Date(input.at);
  const { wave, asOf } = detail;
  const question = hostsOfWave(wave, at);
  const reported = reportOfWave(wave, at);
  const state = changeState(wave.change);
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small">
        <Crumbs />
        <WavesBeside id={wave.id} input={input} />
      </div>
      <div className="flex items-center gap-3 max-tablet:flex-wrap">
        <PageTitle>
          <ChangeTitle change={wave.change} wave={wave} at={at} />
        </PageTitle>{' '}
        <div className="ml-auto flex flex-wrap gap-2 max-tablet:ml-0">
          {mayPlan && at === null && detail.isWorse && detail.progress.isOpen && (
            <PlanWave id={wave.id} isButton />
          )}
          {question !== null && reported !== null && (
            <>
              <ReportLink question={reported} size="small">
                {t('reportOn')}
              </ReportLink>
              <Link className={buttonClass({ size: 'small' })} href={hostsAddress(question)}>
                {t('inHosts')}
              </Link>
            </>
          )}
        </div>
      </div>
      <div className="text-ink-2">
        <ChangeSub change={wave.change} wave={wave} asOf={asOf} />
      </div>
      <PlansOfWave id={wave.id} at={at} />
      <div className={classNames(state !== null && STATE_CLASS[state])}>
        <WaveBar wave={wave} isOver={detail.isWorse && !detail.progress.isOpen} />
      </div>
    </div>
  );
}

/** Plans that are under way over its hosts, so that nobody plans the same repair again. */
function PlansOfWave({ id, at }: { id: string; at: Date | null }) {
  const time = at?.toISOString() ?? null;
  const options = useTRPC().plan.list.queryOptions(plansOfWave(id, time), watching(PAGE_EVERY_MS, time));
  return <OpenPlans plans={useSuspenseQuery(options).data.plans} />;
}

function Figures({ detail }: { detail: WaveDetail }) {
  const t = useTranslations('waves.figure');
  const zone = useZone();
  const { wave, progress, isWorse } = detail;
  const [from, to] = [wave.startedAt, wave.endedAt].map((time) => clockTime(new Date(time), zone));
  const day = dayAndMonth(new Date(wave.startedAt), new Date(detail.asOf), zone);
  return (
    <Tally>
      <TallyFigure name={t('hosts')} value={wave.hosts}>
        {t('gone', { count: progress.gone })}
      </TallyFigure>
      {isWorse && (
        <TallyFigure name={t('vms')} value={progress.vmsBlocked}>
          {t('unverified', { count: progress.vmsUnverified })}
        </TallyFigure>
      )}
      <TallyFigure name={t('when')} value={from === to ? from : `${from} – ${to}`}>
        <span className="whitespace-nowrap">{day}</span>
      </TallyFigure>
      {isWorse && (
        <TallyFigure name={t('regressions')} value={progress.regressed}>
          {t('regressionsOf', { count: progress.regressed })}
        </TallyFigure>
      )}
      {isWorse && <ProofFigure progress={progress} hosts={wave.hosts} />}
    </Tally>
  );
}
