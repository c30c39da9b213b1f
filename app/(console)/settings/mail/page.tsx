import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { MailScreen } from '@/components/settings/installation/mail-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.section');
  return pageTitle(t('mail'));
}

export default async function MailPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/mail', parameters);
  const isLimited = !operator.allFabrics;
  if (isLimited || !mayDo(operator.role, 'setting.manage'))
    return <SettingsDenied page="mail" isLimited={isLimited && mayDo(operator.role, 'setting.manage')} />;
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded({ operator }), <SettingsLoading page="mail" />);
}

async function loaded({ operator }: { operator: Me }) {
  await prefetch(serverTrpc().setting.get.queryOptions());
  return (
    <Hydrated>
      <MailScreen email={operator.email} />
    </Hydrated>
  );
}
