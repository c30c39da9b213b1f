import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { absentTitle, notFoundById, titleOfOne } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { ReportsDenied } from '@/components/reports/reports-denied';
import type { PageParameters } from '@/lib/client/host-question';
import { reportAddress, reportPageAddress, reportShownAddress } from '@/lib/client/report-address';
import type { ReportRow } from '@/lib/contracts/reports';
import { mayDo } from '@/lib/domain/permissions';
import { prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ number: string }>; searchParams: Promise<PageParameters> };

const findReport = (number: string): Promise<ReportRow> =>
  prefetch(serverTrpc().report.get.queryOptions({ id: number }));

async function requireReport(number: string): Promise<ReportRow> {
  try {
    return await findReport(number);
  } catch (error) {
    notFoundById(error);
    throw error;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number } = await params;
  const read = async () => (await findReport(number)).title;
  const otherwise = (await getTranslations('reports'))('title');
  return titleOfOne({ read, otherwise, absent: await absentTitle('report') });
}

/** An address to pass on: whoever opens it signs in first, and is then shown the file itself. */
export default async function ReportDocumentPage({ params, searchParams }: Props) {
  const { number } = await params;
  const { role } = requireOperator(reportPageAddress(number), await searchParams);
  if (!mayDo(role, 'report.make')) return <ReportsDenied />;
  const { id, formats } = await requireReport(number);
  redirect(formats.includes('html') ? reportShownAddress(id) : reportAddress(number));
}
