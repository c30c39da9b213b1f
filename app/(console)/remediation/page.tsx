import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { CatalogueScreen } from '@/components/remediation/catalogue-screen';
import { type PageParameters, unknownWord } from '@/lib/client/host-question';
import { REMEDIATION_WORDS, readRemediationSearch } from '@/lib/client/remediation-address';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue');
  return pageTitle(t('title'));
}

export default async function RemediationPage({ searchParams }: Props) {
  const parameters = await searchParams;
  requireOperator('/remediation', parameters);
  const unknown = unknownWord(parameters, REMEDIATION_WORDS);
  if (unknown) return <BadAddress problem={unknown} />;
  await prefetch(serverTrpc().system.catalogue.queryOptions({ lang: await getLocale() }));
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <Hydrated>
        <CatalogueScreen search={readRemediationSearch(parameters)} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
