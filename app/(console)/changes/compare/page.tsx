import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { CompareScreen } from '@/components/changes/compare-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { BeforeHistory } from '@/components/shell/before-history';
import { type Comparison, compareAddress, compareInput, readComparison } from '@/lib/client/compare-address';
import type { PageParameters } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { pastTimeOf } from '@/lib/client/time-address';
import { api, errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('changes.compare');
  return pageTitle(t('title'));
}

/** What the server refuses: two times that are no earlier and later one, a cursor of others, a day that was dropped. */
async function refusalOf(comparison: Comparison): Promise<'invalid_value' | 'before_history' | null> {
  try {
    await prefetch(serverTrpc().change.compare.queryOptions(compareInput(comparison)));
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'invalid_value' && code !== 'before_history') throw error;
    return code;
  }
}

export default async function ComparePage({ searchParams }: Props) {
  const parameters = await searchParams;
  requireOperator('/changes/compare', parameters);
  const reading = readComparison(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.fabric);
  if (unknown !== null) return unknown;
  const { comparison, fabric } = reading;
  const refusal = comparison && (await refusalOf(comparison));
  if (refusal === 'before_history') {
    const { historyFrom } = await api().history.begins();
    const at = pastTimeOf([parameters.at].flat()[0] ?? null, Date.now());
    return (
      <BeforeHistory
        from={historyFrom}
        live={inScope(compareAddress({ from: null, to: null, fabric, cursor: null }), { fabrics: [], at })}
      />
    );
  }
  if (refusal !== null && comparison?.cursor)
    return <BadAddress problem={{ code: 'invalid_value', parameter: 'cursor' }} />;
  return (
    <Hydrated>
      <CompareScreen {...{ comparison, fabric, isRefused: refusal !== null }} />
    </Hydrated>
  );
}
