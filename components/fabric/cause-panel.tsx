'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCauseColumns } from '@/components/fabric/cause-columns';
import type { FixHints } from '@/components/fabric/fix-hints';
import { DataTable } from '@/components/table/data-table';
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
  const columns = useCauseColumns({
    ...{ question, before, mayPlan, hints },
    causes: names,
    moment: before && fullMoment(new Date(before.asOf), zone),
  });
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
      <DataTable
        label={t('causes')}
        {...{ columns, rowKeys }}
        rows={shown}
        keyOf={({ cause }) => cause}
        look="tight"
        className="table-fixed"
        empty={t('noCause')}
      />
    </Panel>
  );
}
