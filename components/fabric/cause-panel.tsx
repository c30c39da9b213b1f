'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CauseRow } from '@/components/fabric/cause-row';
import { type FixHints, hintFor } from '@/components/fabric/fix-hints';
import { useRowKeys } from '@/components/table/use-row-keys';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { HostQuestion } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import { fullMoment } from '@/lib/i18n/moment';

/** So many at first, and never more than the second: hosts may name checks that nobody knows. */
const SHOWN_AT_FIRST = 7;
const SHOWN_AT_MOST = 100;

type CausePanelProps = {
  summary: Summary;
  /** The same question a day earlier; null while it is not known. */
  before: Summary | null;
  question: HostQuestion;
  hints: FixHints;
  mayPlan: boolean;
};

export function CausePanel({ summary, before, question, hints, mayPlan }: CausePanelProps) {
  const t = useTranslations('fabric');
  const zone = useZone();
  const [isWhole, setWhole] = useState(false);
  const rowKeys = useRowKeys();
  const { causes } = summary;
  const names = causes.map(({ cause }) => cause);
  const shown = causes.slice(0, isWhole ? SHOWN_AT_MOST : SHOWN_AT_FIRST);
  const moment = before && fullMoment(new Date(before.asOf), zone);
  return (
    <Panel
      title={t('causes')}
      hint={t('causesHint')}
      footer={
        causes.length <= SHOWN_AT_FIRST ? undefined : (
          <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('fewerCauses') : t('moreCauses', { count: causes.length - SHOWN_AT_FIRST })}
          </button>
        )
      }
    >
      {causes.length === 0 ? (
        <p className="p-4 text-ink-2">{t('noCause')}</p>
      ) : (
        <table {...rowKeys} className="table-fixed">
          <thead>
            <tr>
              <th className="w-10 max-tablet:hidden" aria-label={t('rank')}>
                #
              </th>
              <th>{t('cause')}</th>
              <th className="w-19 text-right max-tablet:w-18">{t('hosts')}</th>
              <th className="w-23 text-right max-tablet:hidden">{t('blocked')}</th>
              <th
                className="w-34 py-1 text-right leading-4 whitespace-normal max-tablet:w-18"
                title={t('freedAloneHint')}
              >
                {t('freedAlone')}
              </th>
              <th
                className="w-15 max-desk:hidden print:table-cell"
                title={moment ? t('trendHint', { moment }) : undefined}
              >
                {t('trend')}
              </th>
              <th className="w-26 max-desk:hidden print:table-cell">{t('restart')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((cause, index) => (
              <CauseRow
                key={cause.cause}
                {...{ cause, before, question, mayPlan }}
                causes={names}
                rank={index + 1}
                hint={hintFor(hints, cause.cause)}
              />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
