import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { knownZones } from '@/app/(console)/reports/known-zones';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { ReportsDenied } from '@/components/reports/reports-denied';
import { ScheduleScreen } from '@/components/reports/schedules/schedule-screen';
import type { PageParameters } from '@/lib/client/host-question';
import { readNewReportAddress } from '@/lib/client/report-address';
import { newScheduleAddress } from '@/lib/client/schedule-address';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('schedules');
  return pageTitle(t('new'));
}

export default async function NewSchedulePage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator(newScheduleAddress(), parameters);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const reading = readNewReportAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  // A schedule is for periods unless a moment was asked for.
  const asked = 'kind' in parameters ? reading.query : { ...reading.query, kind: 'period' as const };
  try {
    const { fabric, report, schedule } = serverTrpc();
    await Promise.all([
      prefetch(fabric.list.queryOptions()),
      prefetch(schedule.list.queryOptions()),
      prefetch(report.frameworks.queryOptions()),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'reports', 'schedules')}>
      <Hydrated>
        <ScheduleScreen asked={asked} now={Date.now()} zones={knownZones()} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
