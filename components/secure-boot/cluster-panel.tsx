'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { areOfSeveralFabrics, clusterNameClass } from '@/components/secure-boot/cluster-name';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { type Column, DataTable } from '@/components/table/data-table';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { SecureBoot, SecureBootCluster } from '@/lib/contracts/secure-boot';

/** What would fall in each cluster if all of it were restarted now. */
export function ClusterPanel({ boot: { clusters, clusterCount } }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.clusters');
  const more = clusterCount - clusters.length;
  const isOfSeveral = areOfSeveralFabrics(clusters);
  const columns: Column<SecureBootCluster>[] = [
    {
      id: 'cluster',
      header: t('column.cluster'),
      isName: true,
      className: 'min-w-24',
      cell: ({ cluster, fabric, all }) => (
        <>
          <b className="text-small font-semibold">
            <FigureLink className="hover:underline" filter={all.filter}>
              <ForeignText className={clusterNameClass(cluster)} text={cluster} />
            </FigureLink>
          </b>
          {isOfSeveral && <ForeignText className="block text-small wrap-anywhere text-ink-2" text={fabric} />}
        </>
      ),
    },
    { id: 'answer', header: t('column.answer'), cell: ({ answer }) => <Answer answer={answer} /> },
    {
      id: 'falling',
      header: t('column.falling'),
      cell: ({ falling, able, answer }) =>
        falling === null ? (
          <span className="text-ink-2">{t(`nothing.${able.hosts === 0 ? 'noneAble' : answer}`)}</span>
        ) : (
          <FigureLink filter={falling.filter}>
            {t('falling', { count: falling.hosts, able: able.hosts })}
          </FigureLink>
        ),
    },
    { id: 'vms', header: t('column.vms'), isRight: true, cell: ({ falling }) => falling?.vms ?? 0 },
    {
      id: 'ableAfter',
      header: t('column.ableAfter'),
      title: t('column.ableAfterHint'),
      isRight: true,
      className: 'whitespace-nowrap',
      cell: ({ ableAfter, all }) => t('ableAfter', { able: ableAfter, hosts: all.hosts }),
    },
  ];
  return (
    <Panel title={t('title')} hint={t('hint')} footer={t('footer')}>
      <DataTable
        label={t('title')}
        {...{ columns }}
        rows={clusters}
        keyOf={({ all }) => all.filter}
        rowClass={({ answer }) =>
          answer === 'no' ? classNames('bg-state-tint', STATE_CLASS.Expired) : undefined
        }
        empty={t('none')}
        more={more > 0 ? t('more', { count: more }) : undefined}
      />
    </Panel>
  );
}

const answerClass = cva('flex items-center gap-1 whitespace-nowrap', {
  variants: { answer: { no: 'font-semibold text-state-ink', unknown: 'text-ink-2', yes: 'text-ink-2' } },
});

function Answer({ answer }: Pick<SecureBootCluster, 'answer'>) {
  const t = useTranslations('secureBoot.clusters.answer');
  return (
    <span className={answerClass({ answer })}>
      {answer === 'no' && <Icon name="warn" size={14} />}
      {answer === 'yes' && <span aria-hidden="true">✓</span>}
      {answer === 'unknown' && <span aria-hidden="true">?</span>}
      {t(answer)}
    </span>
  );
}
