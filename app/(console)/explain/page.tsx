import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { ExplainScreen } from '@/components/explain/explain-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('explain');
  return pageTitle(t('title'));
}

export default async function ExplainPage({ searchParams }: Props) {
  const parameters = await searchParams;
  requireOperator('/explain', parameters);
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <ExplainScreen />
    </NextIntlClientProvider>
  );
}
