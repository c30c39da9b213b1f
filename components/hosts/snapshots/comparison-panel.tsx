'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DifferenceTable } from '@/components/hosts/snapshots/difference-table';
import { PartFailed, PartLoading } from '@/components/hosts/snapshots/part-state';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { ComparisonView } from '@/lib/client/outputs';
import { timeOfReference } from '@/lib/client/snapshot-address';
import { useTRPC } from '@/lib/client/trpc';
import { fullMoment } from '@/lib/i18n/moment';

/** Stored snapshots never change, nor does what differs between two; by a time it is asked anew with each page. */
export function useComparison(question: {
  hostId: string;
  at: string | null;
  from: string | null;
  to: string | null;
}) {
  const { hostId, at, from, to } = question;
  const input = { hostId, at, from: from ?? '', to: to ?? '' };
  const options = { enabled: from !== null && to !== null, staleTime: Number.POSITIVE_INFINITY };
  return useQuery(useTRPC().snapshot.compare.queryOptions(input, options));
}

type ComparisonPanelProps = {
  comparison: ReturnType<typeof useComparison>;
  /** As the address names them; null: what the page shows. */
  from: string;
  to: string | null;
  onClose: () => void;
};

export function ComparisonPanel({ comparison, from, to, onClose }: ComparisonPanelProps) {
  const t = useTranslations('snapshots.compare');
  const { data, error, refetch } = comparison;
  const close = (
    <Button size="tiny" variant="quiet" onClick={onClose}>
      {t('close')}
    </Button>
  );
  return (
    <Panel
      title={t('title')}
      hint={<span role="status">{data && t('count', { count: data.differencesTotal })}</span>}
      aside={<span className="print:hidden">{close}</span>}
    >
      {data === undefined && error === null && <PartLoading>{t('loading')}</PartLoading>}
      {error !== null && (
        <PartFailed error={error} fallback={t('failed')} notFound={t('notKept')} onAgain={() => refetch()} />
      )}
      {data !== undefined && <Differences comparison={data} from={from} to={to} />}
    </Panel>
  );
}

/** What was asked for, beside when the host said so first: it may have said it long before. */
function useSide({ reference, observedAt }: { reference: string | null; observedAt: string }): string {
  const t = useTranslations('snapshots.compare');
  const zone = useZone();
  const first = fullMoment(new Date(observedAt), zone);
  if (reference === null) return t('ofPage', { first });
  const asked = timeOfReference(reference);
  return asked === null ? first : t('ofTime', { moment: fullMoment(asked, zone), first });
}

type DifferencesProps = Pick<ComparisonPanelProps, 'from' | 'to'> & { comparison: ComparisonView };

function Differences({ comparison, from, to }: DifferencesProps) {
  const t = useTranslations('snapshots.compare');
  const before = useSide({ reference: from, observedAt: comparison.from.observedAt });
  const after = useSide({ reference: to, observedAt: comparison.to.observedAt });
  const sides = { before, after };
  const { differences, differencesTotal, volatile, volatileTotal } = comparison;
  return (
    <>
      {differencesTotal === 0 ? (
        <p className="p-4 text-ink-2">{volatileTotal === 0 ? t('nothing') : t('onlyVolatile')}</p>
      ) : (
        <DifferenceTable {...{ differences, sides }} label={t('table')} />
      )}
      {differences.length < differencesTotal && (
        <p className="border-t border-line px-4 py-2 text-ink-2">
          {t('cut', { shown: differences.length, total: differencesTotal })}
        </p>
      )}
      {volatileTotal > 0 && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-4 py-2 text-ink-2 underline decoration-line-2 underline-offset-3">
            {t('volatile', { count: volatileTotal })}
          </summary>
          <DifferenceTable differences={volatile} sides={sides} label={t('volatileTable')} />
        </details>
      )}
    </>
  );
}
