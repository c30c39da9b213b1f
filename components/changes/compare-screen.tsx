'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CompareForm } from '@/components/changes/compare-form';
import { CompareTable } from '@/components/changes/compare-table';
import { PageLinks } from '@/components/changes/page-links';
import { FormError } from '@/components/ui/form-error';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { type Comparison, compareAddress, compareInput } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { Changelog } from '@/lib/contracts/changes';
import { DIFFERENCES } from '@/lib/contracts/words/changes';
import { fullMoment, zoneName } from '@/lib/i18n/moment';

type CompareScreenProps = {
  comparison: Comparison | null;
  fabric: Comparison['fabric'];
  /** The two times cannot be compared. */
  isRefused: boolean;
};

export function CompareScreen({ comparison, fabric, isRefused }: CompareScreenProps) {
  const t = useTranslations('changes.compare');
  const zone = useZone();
  return (
    <div className="main max-w-300">
      <PageTitle>{t('title')}</PageTitle>
      <p className="text-ink-2">
        {t('lead')} {t('zone', { zone: zoneName(comparison?.from ?? new Date(0), zone) })}
      </p>
      <CompareForm
        key={comparison === null ? '' : compareAddress(comparison)}
        fabric={fabric}
        from={comparison?.from ?? null}
        to={comparison?.to ?? null}
      />
      {isRefused && <FormError>{t('wrong')}</FormError>}
      {comparison !== null && !isRefused && <Compared comparison={comparison} />}
    </div>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const scope = useScope();
  const zone = useZone();
  const { data } = useSuspenseQuery(trpc.change.compare.queryOptions(compareInput(comparison)));
  const moment = (text: string) => fullMoment(new Date(text), zone);
  return (
    <Panel
      title={data.total === 0 ? t('compare.same') : t('compare.total', { count: data.total })}
      hint={t('compare.span', { from: moment(data.from), to: moment(data.to) })}
      footer={<Counts counts={data.counts} />}
    >
      {data.hosts.length > 0 && (
        <div className="overflow-x-auto">
          <CompareTable log={data} to={comparison.to} />
        </div>
      )}
      <PageLinks
        className="px-4"
        first={
          comparison.cursor === null
            ? null
            : {
                href: inScope(compareAddress({ ...comparison, cursor: null }), scope),
                label: t('compare.first'),
              }
        }
        next={
          data.nextCursor === null
            ? null
            : {
                href: inScope(compareAddress({ ...comparison, cursor: data.nextCursor }), scope),
                label: t('compare.next'),
              }
        }
      />
    </Panel>
  );
}

function Counts({ counts }: { counts: Changelog['counts'] }) {
  const t = useTranslations('changes.compare');
  const told = DIFFERENCES.filter((word) => counts[word] > 0);
  return (
    <span>
      {told.map((word) => t('count', { what: t(`differs.${word}`), count: counts[word] })).join(' · ')}
    </span>
  );
}
