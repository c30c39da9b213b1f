import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { SessionsScreen } from '@/components/settings/sessions/sessions-screen';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import type { Me } from '@/lib/contracts/procedures';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.sessions');
  return pageTitle(t('title'));
}

export default async function SessionsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/sessions', parameters);
  const mistake = mistakenWord(parameters, FRAME_WORDS);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(loaded({ operator }), <SettingsLoading page="sessions" />);
}

async function loaded({ operator }: { operator: Me }) {
  await prefetch(serverTrpc().operator.listSessions.queryOptions());
  return (
    <Hydrated>
      <SessionsScreen operator={operator} />
    </Hydrated>
  );
}
