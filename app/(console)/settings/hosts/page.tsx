import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { HostRecordsScreen } from '@/components/settings/hosts/host-records-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { DEFAULT_LIMIT } from '@/lib/contracts/words/host-query';
import { HOST_RECORD_KINDS } from '@/lib/contracts/words/host-records';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.hosts');
  return pageTitle(t('title'));
}

export default async function HostRecordsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/hosts', parameters);
  if (!mayDo(operator.role, 'host.manage')) return <SettingsDenied page="hosts" />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded(), <SettingsLoading page="hosts" />);
}

async function loaded() {
  const { records } = serverTrpc().host;
  await Promise.all(
    HOST_RECORD_KINDS.map((kind) => prefetch(records.queryOptions({ kind, limit: DEFAULT_LIMIT }))),
  );
  return (
    <Hydrated>
      <HostRecordsScreen />
    </Hydrated>
  );
}
