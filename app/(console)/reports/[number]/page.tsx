import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { absentTitle, notFoundById, titleOfOne } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { BadAddress } from '@/components/hosts/bad-address';
import { ReportScreen } from '@/components/reports/report-screen';
import { ReportsDenied } from '@/components/reports/reports-denied';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { reportAddress } from '@/lib/client/report-address';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ number: string }>; searchParams: Promise<PageParameters> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number } = await params;
  const read = async () => (await prefetch(serverTrpc().report.get.queryOptions({ id: number }))).title;
  const otherwise = (await getTranslations('reports'))('title');
  return titleOfOne({ read, otherwise, absent: await absentTitle('report') });
}

export default async function ReportPage({ params, searchParams }: Props) {
  const { number } = await params;
  const parameters = await searchParams;
  const { role } = requireOperator(reportAddress(number), parameters);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  try {
    const { report } = serverTrpc();
    const { frameworks } = await prefetch(report.get.queryOptions({ id: number }));
    if (frameworks.length > 0) await prefetch(report.frameworks.queryOptions());
  } catch (error) {
    notFoundById(error);
    throw error;
  }
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'reports', 'schedules')}>
      <Hydrated>
        <ReportScreen number={number} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
