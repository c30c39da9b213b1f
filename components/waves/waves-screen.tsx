'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChangeSub } from '@/components/fleet/change-text';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { Time } from '@/components/fleet/time';
import { ChangeTitle } from '@/components/fleet/wave-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { NoWave } from '@/components/waves/no-wave';
import { PlanWave } from '@/components/waves/plan-wave';
import { ProofBar } from '@/components/waves/proof-bar';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { WavesInput } from '@/lib/client/waves-question';
import type { WaveList } from '@/lib/contracts/waves';

type WavesScreenProps = { input: WavesInput; mayPlan: boolean; mayEnroll: boolean };

/** The waves that are not proven to be over, those that block most VMs first. */
export function WavesScreen({ input, mayPlan, mayEnroll }: WavesScreenProps) {
  const t = useTranslations('waves');
  const trpc = useTRPC();
  const rowKeys = useRowKeys();
  const columns = useColumns(input.at, mayPlan);
  const options = trpc.change.waves.queryOptions(input, watching(LIST_EVERY_MS, input.at));
  const { data: list } = useSuspenseQuery(options);
  return (
    <div className="grid gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">{t('lead')}</p>
      </div>
      <SectionTabs of="changes" current="waves" />
      <Panel title={t('title')} hint={list.waves.length}>
        <DataTable
          label={t('title')}
          {...{ rowKeys }}
          columns={columns(list.asOf)}
          rows={list.waves}
          keyOf={({ wave }) => wave.id}
          isTop
          empty={<NoWave input={input} mayEnroll={mayEnroll} />}
        />
      </Panel>
    </div>
  );
}

type OpenWave = WaveList['waves'][number];

function useColumns(at: string | null, mayPlan: boolean): (asOf: string) => Column<OpenWave>[] {
  const t = useTranslations('waves');
  const time = at === null ? null : new Date(at);
  const proven = ({ wave, progress }: OpenWave) =>
    t('proven', { proven: progress.proven, hosts: wave.hosts });
  return (asOf) => [
    {
      id: 'wave',
      header: t('column.wave'),
      cell: (open) => (
        <>
          <ChangeTitle change={open.wave.change} wave={open.wave} at={time} link="underlined" />
          <div className="text-small text-ink-2">
            <ChangeSub change={open.wave.change} wave={open.wave} asOf={asOf} />
            <p className="tablet:hidden">
              <Time value={open.wave.startedAt} asOf={asOf} /> · {proven(open)}
            </p>
          </div>
          {mayPlan && at === null && <PlanWave id={open.wave.id} />}
        </>
      ),
    },
    {
      id: 'vms',
      header: t('column.vms'),
      isRight: true,
      cell: ({ progress }) => <b>{progress.vmsBlocked}</b>,
    },
    {
      id: 'progress',
      header: t('column.progress'),
      from: 'tablet',
      cell: (open) => (
        <div className="grid min-w-40 gap-1.5">
          <span>{proven(open)}</span>
          <ProofBar progress={open.progress} hosts={open.wave.hosts} />
        </div>
      ),
    },
    {
      id: 'when',
      header: t('column.when'),
      from: 'tablet',
      className: 'whitespace-nowrap',
      cell: ({ wave }) => <Time value={wave.startedAt} asOf={asOf} />,
    },
  ];
}
