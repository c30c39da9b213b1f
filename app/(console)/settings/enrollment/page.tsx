import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { EnrollmentScreen } from '@/components/settings/enrollment/enrollment-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.enrollment');
  return pageTitle(t('title'));
}

export default async function EnrollmentPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/settings/enrollment', parameters);
  if (!mayDo(role, 'enrollment.manage')) return <SettingsDenied page="enrollment" />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded(), <SettingsLoading page="enrollment" />);
}

async function loaded() {
  await prefetch(serverTrpc().enrollment.listTokens.queryOptions());
  return (
    <Hydrated>
      <EnrollmentScreen />
    </Hydrated>
  );
}
