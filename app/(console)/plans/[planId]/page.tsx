import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { PlanScreen } from '@/components/plans/plan-screen';
import { PlansLoading } from '@/components/plans/plans-loading';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';
import type { Locale } from '@/lib/i18n/locales';
import { messagesWith } from '@/lib/i18n/message-sets';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ planId: string }>; searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('plans');
  return pageTitle(t('title'));
}

export default async function PlanPage({ params, searchParams }: Props) {
  const { planId } = await params;
  const parameters = await searchParams;
  const { role } = requireOperator(`/plans/${planId}`, parameters);
  const reading = parseChangeQuery(parametersOf(parameters), ['fabric', 'at']);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const at = reading.query.at?.toISOString() ?? null;
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans', 'remediation')}>
      <Suspense fallback={<PlansLoading />}>
        <Loaded id={planId} at={at} mayWrite={mayDo(role, 'plan.write')} />
      </Suspense>
    </NextIntlClientProvider>
  );
}

type LoadedProps = { id: string; at: string | null; mayWrite: boolean };

async function Loaded({ id, at, mayWrite }: LoadedProps) {
  try {
    const lang = (await getLocale()) as Locale;
    await prefetch(serverTrpc().plan.get.queryOptions({ id, lang, at }));
  } catch (error) {
    if (errorCode(error) === 'not_found') notFound();
    return await refused(error);
  }
  return (
    <Hydrated>
      <PlanScreen id={id} at={at} mayWrite={mayWrite} />
    </Hydrated>
  );
}
