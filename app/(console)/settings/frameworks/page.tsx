import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { FrameworksScreen } from '@/components/settings/frameworks/frameworks-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.section');
  return pageTitle(t('frameworks'));
}

export default async function FrameworksPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role, allFabrics } = requireOperator('/settings/frameworks', parameters);
  if (!mayDo(role, 'report.make')) return <SettingsDenied page="frameworks" />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(
    loaded({ mayManage: mayDo(role, 'framework.manage') && allFabrics }),
    <SettingsLoading page="frameworks" />,
  );
}

async function loaded({ mayManage }: { mayManage: boolean }) {
  await prefetch(serverTrpc().report.frameworks.queryOptions());
  return (
    <Hydrated>
      <FrameworksScreen mayManage={mayManage} />
    </Hydrated>
  );
}
