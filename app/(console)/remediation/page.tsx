import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { CatalogueScreen } from '@/components/remediation/catalogue-screen';
import { mistakenWord, type PageParameters, parametersOf, questionInput } from '@/lib/client/host-question';
import {
  REMEDIATION_WORDS,
  readRemediationQuestion,
  unreadConcerned,
} from '@/lib/client/remediation-address';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue');
  return pageTitle(t('title'));
}

export default async function RemediationPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/remediation', parameters);
  const mistake = mistakenWord(parameters, REMEDIATION_WORDS) ?? unreadConcerned(parameters);
  if (mistake) return <BadAddress problem={mistake} />;
  const reading = parseHostQuery(frameOf(parameters));
  if (!reading.ok) return <BadAddress problem={reading} />;
  const { filter, at } = reading.query;
  const elsewhere = await unknownFabric(filter.fabric);
  if (elsewhere !== null) return elsewhere;
  const trpc = serverTrpc();
  const hosts = questionInput({ filter, at });
  try {
    await Promise.all([
      prefetch(trpc.system.catalogue.queryOptions({ lang: await getLocale() })),
      prefetch(trpc.host.summary.queryOptions(hosts)),
      prefetch(trpc.host.risks.queryOptions(hosts)),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <Hydrated>
        <CatalogueScreen
          asked={readRemediationQuestion(parameters)}
          hosts={{ filter, at }}
          mayExcept={mayDo(role, 'exception.request')}
        />
      </Hydrated>
    </NextIntlClientProvider>
  );
}

/** Which fabrics, and when: the rest of the address is about the catalogue. */
const frameOf = ({ fabric, at }: PageParameters) => parametersOf({ fabric, at });
