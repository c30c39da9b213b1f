import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { absentTitle, notFoundById, titleOfOne } from '@/app/(console)/refused';
import { knownZones } from '@/app/(console)/reports/known-zones';
import { requireOperator } from '@/app/(console)/require-operator';
import { BadAddress } from '@/components/hosts/bad-address';
import { ReportsDenied } from '@/components/reports/reports-denied';
import { ScheduleScreen } from '@/components/reports/schedules/schedule-screen';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { scheduleAddress } from '@/lib/client/schedule-address';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageParameters> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const title = (await getTranslations('schedules'))('form.change');
  const read = async () => {
    await prefetch(serverTrpc().schedule.get.queryOptions({ id }));
    return title;
  };
  return titleOfOne({ read, otherwise: title, absent: await absentTitle('schedule') });
}

export default async function SchedulePage({ params, searchParams }: Props) {
  const { id } = await params;
  const parameters = await searchParams;
  const { role } = requireOperator(scheduleAddress(id), parameters);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  const { fabric, report, schedule } = serverTrpc();
  try {
    await Promise.all([
      prefetch(schedule.get.queryOptions({ id })),
      prefetch(fabric.list.queryOptions()),
      prefetch(schedule.list.queryOptions()),
      prefetch(report.frameworks.queryOptions()),
    ]);
  } catch (error) {
    notFoundById(error);
    throw error;
  }
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'reports', 'schedules')}>
      <Hydrated>
        <ScheduleScreen asked={{ id }} now={Date.now()} zones={knownZones()} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
