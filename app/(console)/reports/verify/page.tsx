import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { VerifyScreen } from '@/components/verify/verify-screen';
import type { PageParameters } from '@/lib/client/host-question';
import { VERIFY_ADDRESS } from '@/lib/client/report-address';
import { messagesWith } from '@/lib/i18n/message-sets';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('proof');
  return pageTitle(t('title'));
}

export default async function VerifyPage({ searchParams }: Props) {
  requireOperator(VERIFY_ADDRESS, await searchParams);
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'proof')}>
      <VerifyScreen />
    </NextIntlClientProvider>
  );
}
