import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { ReportsDenied } from '@/components/reports/reports-denied';
import { ReportsLoading } from '@/components/reports/reports-loading';
import { ReportsScreen } from '@/components/reports/reports-screen';
import { orOutline } from '@/components/ui/or-outline';
import type { PageParameters } from '@/lib/client/host-question';
import { type ReportsQuery, readReportsAddress, reportsInput, tallyInput } from '@/lib/client/report-address';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('reports');
  return pageTitle(t('title'));
}

export default async function ReportsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/reports', parameters);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const reading = readReportsAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.fabric);
  if (unknown !== null) return unknown;
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'reports', 'schedules')}>
      {await orOutline(loaded({ query: reading.query }), <ReportsLoading />)}
    </NextIntlClientProvider>
  );
}

async function loaded({ query }: { query: ReportsQuery }) {
  try {
    const { host, report, schedule } = serverTrpc();
    await Promise.all([
      prefetch(report.list.queryOptions(reportsInput(query))),
      prefetch(schedule.list.queryOptions()),
      prefetch(host.summary.queryOptions(tallyInput(query))),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <ReportsScreen query={query} />
    </Hydrated>
  );
}
