import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { listsOf } from '@/components/exceptions/exception-groups';
import { ExceptionsLoading } from '@/components/exceptions/exceptions-loading';
import { ExceptionsScreen } from '@/components/exceptions/exceptions-screen';
import type { Rights } from '@/components/exceptions/rights';
import { BadAddress } from '@/components/hosts/bad-address';
import { orOutline } from '@/components/ui/or-outline';
import { type ExceptionsQuery, readExceptionsAddress } from '@/lib/client/exception-address';
import type { PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exceptions');
  return pageTitle(t('title'));
}

export default async function ExceptionsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/exceptions', parameters);
  const reading = readExceptionsAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.fabric);
  if (unknown !== null) return unknown;
  const rights = {
    mayRequest: mayDo(role, 'exception.request'),
    mayApprove: mayDo(role, 'exception.approve'),
    mayEnroll: mayDo(role, 'enrollment.manage'),
  };
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'exceptions')}>
      {await orOutline(loaded({ query: reading.query, rights }), <ExceptionsLoading />)}
    </NextIntlClientProvider>
  );
}

async function loaded({ query, rights }: { query: ExceptionsQuery; rights: Rights }) {
  const { exception } = serverTrpc();
  const { first, second, waiting, summary } = listsOf(query);
  try {
    await Promise.all([
      prefetch(exception.list.queryOptions(first)),
      prefetch(exception.list.queryOptions(second)),
      prefetch(exception.list.queryOptions(waiting)),
      prefetch(exception.summary.queryOptions(summary)),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <ExceptionsScreen query={query} rights={rights} />
    </Hydrated>
  );
}
