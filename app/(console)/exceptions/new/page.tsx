import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused, titleOfForm } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { RequestForFilter, RequestForHost, RequestForHosts } from '@/components/exceptions/request-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { Notice } from '@/components/ui/notice';
import { hostsInput, type RequestFor, readRequestAddress } from '@/lib/client/exception-address';
import type { PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const title = (await getTranslations('exceptions.form'))('title');
  const reading = readRequestAddress(await searchParams);
  const read = async () => reading.ok && prefetchFor(reading.query);
  return titleOfForm({ action: 'exception.request', read, title, absent: 'host' });
}

export default async function NewExceptionPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/exceptions/new', parameters);
  const t = await getTranslations('exceptions.form');
  if (!mayDo(role, 'exception.request')) return <Notice title={t('title')}>{t('denied')}</Notice>;
  const reading = readRequestAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = 'filter' in reading.query && (await unknownFabric(reading.query.filter.fabric));
  if (unknown) return unknown;
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
        <Request {...reading.query} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}

function Request(asked: RequestFor) {
  if ('filter' in asked) return <RequestForFilter filter={asked.filter} />;
  const [only, ...others] = asked.hosts;
  return only !== undefined && others.length === 0 ? (
    <RequestForHost id={only} />
  ) : (
    <RequestForHosts hosts={asked.hosts} />
  );
}

async function prefetchFor(asked: RequestFor): Promise<void> {
  const { host } = serverTrpc();
  if ('hosts' in asked) {
    const [only = '', ...others] = asked.hosts;
    const one = others.length === 0 && prefetch(host.get.queryOptions({ id: only, at: null }));
    await Promise.all([one, prefetch(host.summary.queryOptions(hostsInput(asked.hosts)))]);
    return;
  }
  const question = { filter: asked.filter, at: null };
  await Promise.all([
    prefetch(host.selection.queryOptions(question)),
    prefetch(host.summary.queryOptions(question)),
  ]);
}
