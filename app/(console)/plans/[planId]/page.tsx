import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { PlanScreen } from '@/components/plans/plan-screen';
import { PlansLoading } from '@/components/plans/plans-loading';
import { mayDo } from '@/lib/domain/permissions';
import type { Locale } from '@/lib/i18n/locales';
import { messagesWith } from '@/lib/i18n/message-sets';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ planId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('plans');
  return pageTitle(t('title'));
}

export default async function PlanPage({ params }: Props) {
  const { planId } = await params;
  const { role } = requireOperator(`/plans/${planId}`, {});
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans', 'remediation')}>
      <Suspense fallback={<PlansLoading />}>
        <Loaded id={planId} mayWrite={mayDo(role, 'plan.write')} />
      </Suspense>
    </NextIntlClientProvider>
  );
}

async function Loaded({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  try {
    const lang = (await getLocale()) as Locale;
    await prefetch(serverTrpc().plan.get.queryOptions({ id, lang }));
  } catch (error) {
    if (errorCode(error) === 'not_found') notFound();
    return await refused(error);
  }
  return (
    <Hydrated>
      <PlanScreen id={id} mayWrite={mayWrite} />
    </Hydrated>
  );
}
