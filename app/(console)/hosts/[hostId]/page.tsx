import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { findAgentPackage } from '@/app/(console)/find-agent-package';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { HostScreen } from '@/components/hosts/host-screen';
import { BeforeHistory } from '@/components/shell/before-history';
import { hostQuestionOf, tabOf } from '@/lib/client/host-page';
import type { PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { currentOperator } from '@/lib/server/auth/session';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';
import { visibleText } from '@/lib/util/visible-text';

type Props = { params: Promise<{ hostId: string }>; searchParams: Promise<PageParameters> };

/** A host that does not exist, and one outside of what a person may see, are the same: not found, null. */
const findHost = cache(async (id: string, at: string | null) => {
  try {
    return await prefetch(serverTrpc().host.get.queryOptions({ id, at }));
  } catch (error) {
    if (errorCode(error) === 'before_history') return 'forgotten';
    if (errorCode(error) === 'not_found' || errorCode(error) === 'invalid_value') return null;
    throw error;
  }
});

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  if (currentOperator() === null) return {};
  const { id, at } = hostQuestionOf(await params, await searchParams);
  const host = await findHost(id, at);
  // Not notFound() here: the page would be left without any title.
  if (host === 'forgotten') return pageTitle((await getTranslations('errors.beforeHistory'))('title'));
  return pageTitle(host ? visibleText(host.hostname) : (await getTranslations('errors.notFound'))('title'));
}

export default async function HostPage({ params, searchParams }: Props) {
  const parameters = await searchParams;
  const { id, at } = hostQuestionOf(await params, parameters);
  const operator = requireOperator(`/hosts/${encodeURIComponent(id)}`, parameters);
  const host = await findHost(id, at);
  if (host === null) notFound();
  if (host === 'forgotten') return <BeforeHistory live={`/hosts/${encodeURIComponent(id)}`} />;
  const tab = tabOf(parameters);
  const mayReadRaw = mayDo(operator.role, 'snapshot.read');
  const shippedAgent = (await findAgentPackage())?.version ?? null;
  const trpc = serverTrpc();
  if (tab === 'timeline') await prefetch(trpc.history.timeline.queryOptions({ id, at }));
  if (tab === 'raw' && mayReadRaw) await prefetch(trpc.snapshot.raw.queryOptions({ hostId: id, at }));
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <Hydrated>
        <HostScreen {...{ id, at, tab, mayReadRaw }} shippedAgent={shippedAgent} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
