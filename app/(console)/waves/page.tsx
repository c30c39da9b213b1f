import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { WavesLoading } from '@/components/waves/waves-loading';
import { WavesScreen } from '@/components/waves/waves-screen';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { type WavesInput, wavesInput } from '@/lib/client/waves-question';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';

import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  return pageTitle((await getTranslations('waves'))('title'));
}

export default async function WavesPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/waves', parameters);
  const reading = parseChangeQuery(parametersOf(parameters), ['fabric', 'at']);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'waves')}>
      <Suspense fallback={<WavesLoading />}>
        <Loaded input={wavesInput(reading.query)} mayPlan={mayDo(role, 'plan.write')} />
      </Suspense>
    </NextIntlClientProvider>
  );
}

async function Loaded({ input, mayPlan }: { input: WavesInput; mayPlan: boolean }) {
  try {
    await prefetch(serverTrpc().change.waves.queryOptions(input));
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <WavesScreen input={input} mayPlan={mayPlan} />
    </Hydrated>
  );
}
