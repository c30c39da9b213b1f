'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { ChangeSub } from '@/components/fleet/change-text';
import { Time } from '@/components/fleet/time';
import { ChangeTitle } from '@/components/fleet/wave-text';
import { useRowKeys } from '@/components/table/use-row-keys';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { NoWave } from '@/components/waves/no-wave';
import { PlanWave } from '@/components/waves/plan-wave';
import { ProofBar } from '@/components/waves/proof-bar';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';
import type { WavesInput } from '@/lib/client/waves-question';
import type { WaveList } from '@/lib/contracts/waves';

const cellClass = cva('border-t border-line px-4 py-3 align-top max-tablet:px-2 max-tablet:first:pl-4', {
  variants: { isNumeric: { true: 'text-right tabular-nums' }, isWide: { true: 'max-tablet:hidden' } },
});
const headClass = cva(
  'px-4 py-2 text-left text-small font-medium text-ink-3 max-tablet:px-2 max-tablet:first:pl-4',
  {
    variants: { isNumeric: { true: 'text-right' }, isWide: { true: 'max-tablet:hidden' } },
  },
);

type WavesScreenProps = { input: WavesInput; mayPlan: boolean; mayEnroll: boolean };

/** The waves that are not proven to be over, those that block most VMs first. */
export function WavesScreen({ input, mayPlan, mayEnroll }: WavesScreenProps) {
  const t = useTranslations('waves');
  const trpc = useTRPC();
  const rowKeys = useRowKeys();
  const options = trpc.change.waves.queryOptions(input, watching(LIST_EVERY_MS, input.at));
  const { waves, asOf } = useSuspenseQuery(options).data;
  return (
    <div className="grid gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">{t('lead')}</p>
      </div>
      <Panel title={t('title')} hint={String(waves.length)}>
        {waves.length === 0 ? (
          <NoWave input={input} mayEnroll={mayEnroll} />
        ) : (
          <div className="overflow-x-auto">
            <table {...rowKeys} className="w-full" aria-label={t('title')}>
              <thead>
                <tr>
                  <th scope="col" className={headClass()}>
                    {t('column.wave')}
                  </th>
                  <th scope="col" className={headClass({ isNumeric: true })}>
                    {t('column.vms')}
                  </th>
                  <th scope="col" className={headClass({ isWide: true })}>
                    {t('column.progress')}
                  </th>
                  <th scope="col" className={headClass({ isWide: true })}>
                    {t('column.when')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {waves.map((open) => (
                  <Row key={open.wave.id} {...open} asOf={asOf} at={input.at} mayPlan={mayPlan} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </div>
  );
}

type RowProps = WaveList['waves'][number] & { asOf: string; at: string | null; mayPlan: boolean };

function Row({ wave, progress, asOf, at, mayPlan }: RowProps) {
  const t = useTranslations('waves');
  const scope = useScope();
  const time = at === null ? null : new Date(at);
  const proven = t('proven', { proven: progress.proven, hosts: wave.hosts });
  return (
    <tr>
      <td className={cellClass()}>
        <ChangeTitle change={wave.change} wave={wave} at={time} />
        <div className="text-small text-ink-2">
          <ChangeSub change={wave.change} wave={wave} asOf={asOf} />
          <p className="tablet:hidden">
            <Time value={wave.startedAt} asOf={asOf} /> · {proven}
          </p>
        </div>
        <span className="flex flex-wrap gap-x-4">
          <Link
            className="underline decoration-line-2 underline-offset-3"
            href={inScope(waveAddress(wave.id), scope)}
          >
            {t('open')}
          </Link>
          {mayPlan && at === null && <PlanWave id={wave.id} />}
        </span>
      </td>
      <td className={cellClass({ isNumeric: true })}>
        <b>{progress.vmsBlocked}</b>
      </td>
      <td className={cellClass({ isWide: true })}>
        <div className="grid min-w-40 gap-1.5">
          <span>{proven}</span>
          <ProofBar progress={progress} hosts={wave.hosts} />
        </div>
      </td>
      <td className={cellClass({ isWide: true, className: 'whitespace-nowrap' })}>
        <Time value={wave.startedAt} asOf={asOf} />
      </td>
    </tr>
  );
}
