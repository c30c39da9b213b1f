import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { TokensScreen } from '@/components/settings/tokens/tokens-screen';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { NEW_WORD } from '@/lib/client/settings-address';
import { unreadYesOrNo } from '@/lib/client/yes-or-no';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.tokens');
  return pageTitle(t('title'));
}

export default async function TokensPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/tokens', parameters);
  if (!mayDo(operator.role, 'apiToken.manage')) return <SettingsDenied page="tokens" />;
  const mistake = mistakenWord(parameters, [...FRAME_WORDS, NEW_WORD]) ?? unreadYesOrNo(NEW_WORD, parameters);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded({ operator }), <SettingsLoading page="tokens" />);
}

async function loaded({ operator }: { operator: Me }) {
  await prefetch(serverTrpc().operator.listApiTokens.queryOptions());
  return (
    <Hydrated>
      <TokensScreen operator={operator} />
    </Hydrated>
  );
}
