import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { FabricsScreen } from '@/components/settings/fabrics/fabrics-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.fabrics');
  return pageTitle(t('title'));
}

export default async function FabricsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/fabrics', parameters);
  if (!mayDo(operator.role, 'fabric.rename')) return <SettingsDenied page="fabrics" />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded({ operator }), <SettingsLoading page="fabrics" />);
}

async function loaded({ operator }: { operator: Me }) {
  await prefetch(serverTrpc().fabric.list.queryOptions());
  return (
    <Hydrated>
      <FabricsScreen operator={operator} />
    </Hydrated>
  );
}
