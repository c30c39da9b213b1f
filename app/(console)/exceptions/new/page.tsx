import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { RequestForFilter, RequestForHost } from '@/components/exceptions/request-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { Notice } from '@/components/ui/notice';
import { type RequestFor, readRequestAddress } from '@/lib/client/exception-address';
import type { PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exceptions.form');
  return pageTitle(t('title'));
}

export default async function NewExceptionPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/exceptions/new', parameters);
  const t = await getTranslations('exceptions.form');
  if (!mayDo(role, 'exception.request')) return <Notice title={t('title')}>{t('denied')}</Notice>;
  const reading = readRequestAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  try {
    await prefetchFor(reading.query);
  } catch (error) {
    if (errorCode(error) === 'not_found') notFound();
    if (errorCode(error) === 'selection_too_large') return <Notice title={t('title')}>{t('tooMany')}</Notice>;
    return await refused(error);
  }
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'exceptions')}>
      <Hydrated>
        {'host' in reading.query ? (
          <RequestForHost id={reading.query.host} />
        ) : (
          <RequestForFilter filter={reading.query.filter} />
        )}
      </Hydrated>
    </NextIntlClientProvider>
  );
}

async function prefetchFor(asked: RequestFor): Promise<void> {
  const { host } = serverTrpc();
  if ('host' in asked) {
    await prefetch(host.get.queryOptions({ id: asked.host, at: null }));
    return;
  }
  const question = { filter: asked.filter, at: null };
  await Promise.all([
    prefetch(host.selection.queryOptions(question)),
    prefetch(host.summary.queryOptions(question)),
  ]);
}
