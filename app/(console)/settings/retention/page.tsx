import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { RetentionScreen } from '@/components/settings/installation/retention-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.section');
  return pageTitle(t('retention'));
}

export default async function RetentionPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/retention', parameters);
  const isLimited = !operator.allFabrics;
  if (isLimited || !mayDo(operator.role, 'setting.manage'))
    return (
      <SettingsDenied page="retention" isLimited={isLimited && mayDo(operator.role, 'setting.manage')} />
    );
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded(), <SettingsLoading page="retention" />);
}

async function loaded() {
  await prefetch(serverTrpc().setting.get.queryOptions());
  return (
    <Hydrated>
      <RetentionScreen />
    </Hydrated>
  );
}
