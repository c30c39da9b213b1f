import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { knownZones } from '@/app/(console)/reports/known-zones';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { NewReportScreen } from '@/components/reports/new-report-screen';
import { previewInputOf } from '@/components/reports/preview-input';
import { ReportsDenied } from '@/components/reports/reports-denied';
import type { PageParameters } from '@/lib/client/host-question';
import type { NewReport } from '@/lib/client/new-report-address';
import { readNewReportAddress } from '@/lib/client/report-address';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('reports');
  return pageTitle(t('new'));
}

export default async function NewReportPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/reports/new', parameters);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const reading = readNewReportAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  try {
    await prefetchFor(reading.query);
  } catch (error) {
    return await refused(error);
  }
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'reports', 'schedules')}>
      <Hydrated>
        <NewReportScreen asked={reading.query} now={Date.now()} zones={knownZones()} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}

async function prefetchFor({ filter, kind, at }: NewReport): Promise<void> {
  const { fabric, history, report } = serverTrpc();
  const moment = { from: null, to: new Date(), end: at };
  await Promise.all([
    // A period is one of the reader's own zone, which only the browser knows.
    kind === 'moment' &&
      prefetch(report.preview.queryOptions(previewInputOf({ filter, kind, timeZone: 'UTC' }, moment))),
    prefetch(history.begins.queryOptions()),
    prefetch(fabric.list.queryOptions()),
    prefetch(report.frameworks.queryOptions()),
  ]);
}
