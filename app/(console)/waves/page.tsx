import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { orOutline } from '@/components/ui/or-outline';
import { WavesLoading } from '@/components/waves/waves-loading';
import { WavesScreen } from '@/components/waves/waves-screen';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { sentInput, type WavesInput, wavesInput } from '@/lib/client/waves-question';
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
  const rights = { mayPlan: mayDo(role, 'plan.write'), mayEnroll: mayDo(role, 'enrollment.manage') };
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'waves')}>
      {await orOutline(loaded({ input: wavesInput(reading.query), ...rights }), <WavesLoading />)}
    </NextIntlClientProvider>
  );
}

type LoadedProps = { input: WavesInput; mayPlan: boolean; mayEnroll: boolean };

async function loaded({ input, ...rights }: LoadedProps) {
  const trpc = serverTrpc();
  try {
    const { waves } = await prefetch(trpc.change.waves.queryOptions(input));
    // Asked only where it is said, why there is none.
    if (waves.length === 0) await prefetchWhy(input);
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <WavesScreen input={input} {...rights} />
    </Hydrated>
  );
}

/** Whether any of the hosts has sent anything, and what is known of a time without hosts. */
async function prefetchWhy(input: WavesInput): Promise<void> {
  const trpc = serverTrpc();
  const { total } = await prefetch(trpc.host.summary.queryOptions(sentInput(input)));
  if (total === 0 && input.at !== null) await prefetch(trpc.history.begins.queryOptions());
}
