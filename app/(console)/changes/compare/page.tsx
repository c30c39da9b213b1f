import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { CompareScreen } from '@/components/changes/compare-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { BeforeHistory } from '@/components/shell/before-history';
import { orOutline } from '@/components/ui/or-outline';
import { PageLoading } from '@/components/ui/page-loading';
import {
  type Comparison,
  compareAddress,
  compareInput,
  dayBefore,
  readComparison,
} from '@/lib/client/compare-address';
import type { PageParameters } from '@/lib/client/host-question';
import { inScope, type Scope } from '@/lib/client/scope';
import { pastTimeOf } from '@/lib/client/time-address';
import { messagesWith } from '@/lib/i18n/message-sets';
import { api, errorCode, errorPointer, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('compare');
  return pageTitle(t('title'));
}

export default async function ComparePage({ searchParams }: Props) {
  const parameters = await searchParams;
  requireOperator('/changes/compare', parameters);
  const reading = readComparison(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const { from, ...rest } = reading.comparison;
  const unknown = await unknownFabric(rest.fabric);
  if (unknown !== null) return unknown;
  const scope = { fabrics: [], at: pastTimeOf([parameters.at].flat()[0] ?? null, Date.now()) };
  if (from === null) redirect(inScope(compareAddress({ ...rest, from: dayBefore(Date.now()) }), scope));
  const t = await getTranslations('compare');
  const told = (await getTranslations('changes.page'))('loading');
  return orOutline(
    loaded({ comparison: { ...rest, from }, scope }),
    <PageLoading title={t('title')} told={told} rows={10} />,
  );
}

/** What the server refuses: a time to come, a cursor of others, a day that was dropped. */
async function refusalOf(
  comparison: Comparison,
): Promise<{ code: string; pointer: string | undefined } | null> {
  try {
    await prefetch(serverTrpc().change.compareGroups.queryOptions(compareInput(comparison)));
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'invalid_value' && code !== 'before_history') throw error;
    return { code, pointer: errorPointer(error) };
  }
}

async function loaded({ comparison, scope }: { comparison: Comparison; scope: Scope }) {
  const refusal = await refusalOf(comparison);
  if (refusal?.code === 'before_history') {
    const { historyFrom } = await api().history.begins();
    const { fabric } = comparison;
    const live = inScope(compareAddress({ from: null, to: null, fabric, cursor: null }), scope);
    return <BeforeHistory from={historyFrom} live={live} />;
  }
  if (refusal?.pointer === 'cursor')
    return <BadAddress problem={{ code: 'invalid_value', parameter: 'cursor' }} />;
  return (
    <Hydrated>
      <NextIntlClientProvider messages={messagesWith(await getMessages(), 'selection')}>
        <CompareScreen isRefused={refusal !== null} openedAt={new Date().toISOString()} {...{ comparison }} />
      </NextIntlClientProvider>
    </Hydrated>
  );
}
