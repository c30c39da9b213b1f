'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { clusterNameClass, clusterNames } from '@/components/secure-boot/cluster-name';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { SecureBoot, SecureBootCluster } from '@/lib/contracts/secure-boot';

const cellClass = cva('border-t border-line px-2 py-2 first:pl-4 last:pr-4', {
  variants: { isNumeric: { true: 'text-right whitespace-nowrap tabular-nums' } },
});
const headClass = cva('px-2 py-2 text-left text-small font-medium text-ink-3 first:pl-4 last:pr-4', {
  variants: { isNumeric: { true: 'text-right' } },
});
const rowClass = cva('', { variants: { answer: { no: 'bg-state-tint', unknown: '', yes: '' } } });

/** What would fall in each cluster if all of it were restarted now. */
export function ClusterPanel({ boot: { clusters, clusterCount } }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.clusters');
  const more = clusterCount - clusters.length;
  const nameOf = clusterNames(clusters);
  return (
    <Panel title={t('title')} hint={t('hint')} footer={t('footer')}>
      {clusters.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">{t('none')}</p>
      ) : (
        <div className="relative overflow-x-auto print:overflow-visible">
          <table className="w-full" aria-label={t('title')}>
            <thead>
              <tr>
                <th scope="col" className={headClass()}>
                  {t('column.cluster')}
                </th>
                <th scope="col" className={headClass()}>
                  {t('column.answer')}
                </th>
                <th scope="col" className={headClass()}>
                  {t('column.falling')}
                </th>
                <th scope="col" className={headClass({ isNumeric: true })}>
                  {t('column.vms')}
                </th>
                <th scope="col" className={headClass({ isNumeric: true })}>
                  {t('column.ableAfter')}
                </th>
              </tr>
            </thead>
            <tbody>
              {clusters.map((row) => (
                <ClusterLine key={row.all.filter} name={nameOf(row)} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more > 0 && (
        <p className="border-t border-line px-4 py-2 text-small text-ink-2">{t('more', { count: more })}</p>
      )}
    </Panel>
  );
}

type ClusterLineProps = { name: string; row: SecureBootCluster };

function ClusterLine({ name, row: { answer, all, able, falling, ableAfter } }: ClusterLineProps) {
  const t = useTranslations('secureBoot.clusters');
  return (
    <tr className={rowClass({ answer, className: answer === 'no' ? STATE_CLASS.Expired : undefined })}>
      <th
        scope="row"
        className={cellClass({
          className: 'min-w-24 text-left font-semibold whitespace-normal',
        })}
      >
        <FigureLink className="hover:underline" filter={all.filter}>
          <ForeignText className={clusterNameClass(name)} text={name} />
        </FigureLink>
      </th>
      <td className={cellClass()}>
        <Answer answer={answer} />
      </td>
      <td className={cellClass()}>
        {falling === null ? (
          <span className="text-ink-2">{t(`nothing.${able.hosts === 0 ? 'noneAble' : answer}`)}</span>
        ) : (
          <FigureLink filter={falling.filter}>
            {t('falling', { count: falling.hosts, able: able.hosts })}
          </FigureLink>
        )}
      </td>
      <td className={cellClass({ isNumeric: true })}>{falling?.vms ?? 0}</td>
      <td className={cellClass({ isNumeric: true })}>
        {t('ableAfter', { able: ableAfter, hosts: all.hosts })}
      </td>
    </tr>
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
