import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { type PlansAsked, plansInput } from '@/components/plans/plans-input';
import { PlansLoading } from '@/components/plans/plans-loading';
import { PlansScreen } from '@/components/plans/plans-screen';
import { orOutline } from '@/components/ui/or-outline';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { unreadYesOrNo } from '@/lib/client/yes-or-no';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import { alsoKnown } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('plans');
  return pageTitle(t('title'));
}

export default async function PlansPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/plans', parameters);
  const { all, ...others } = parameters;
  const mistake = unreadYesOrNo('all', { all });
  if (mistake) return <BadAddress problem={mistake} />;
  const reading = parseChangeQuery(parametersOf(others), ['fabric', 'at', 'cursor']);
  if (!reading.ok) return <BadAddress problem={alsoKnown(reading, ['all'])} />;
  const { at, cursor } = reading.query;
  const asked = { at: at?.toISOString() ?? null, cursor, isAll: [all].flat()[0] === 'true' };
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans')}>
      {await orOutline(loaded(asked, mayDo(role, 'plan.write')), <PlansLoading />)}
    </NextIntlClientProvider>
  );
}

async function loaded(asked: PlansAsked, mayPlan: boolean) {
  try {
    await prefetch(serverTrpc().plan.list.queryOptions(plansInput(asked)));
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <PlansScreen {...asked} mayPlan={mayPlan} />
    </Hydrated>
  );
}
