import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { OperatorsScreen } from '@/components/settings/operators/operators-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { NEW_WORD } from '@/lib/client/settings-address';
import { unreadYesOrNo } from '@/lib/client/yes-or-no';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.operators');
  return pageTitle(t('title'));
}

export default async function OperatorsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/settings/operators', parameters);
  if (!mayDo(operator.role, 'operator.manage')) return <SettingsDenied page="operators" />;
  const mistake =
    mistakenWord(parameters, [...FRAME_WORDS, 'q', NEW_WORD]) ?? unreadYesOrNo(NEW_WORD, parameters);
  if (mistake) return <BadAddress problem={mistake} />;
  return orOutline(
    loaded({ operator, sought: [parameters.q ?? ''].flat().join(' ') }),
    <SettingsLoading page="operators" />,
  );
}

async function loaded({ operator, sought }: { operator: Me; sought: string }) {
  await prefetch(serverTrpc().operator.list.queryOptions());
  return (
    <Hydrated>
      <OperatorsScreen key={sought} {...{ operator, sought }} />
    </Hydrated>
  );
}
