import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { AuditScreen } from '@/components/settings/audit/audit-screen';
import { SettingsDenied } from '@/components/settings/settings-denied';
import { SettingsLoading } from '@/components/settings/settings-loading';
import { orOutline } from '@/components/ui/or-outline';
import { type AuditQuery, auditInput, readAuditAddress } from '@/lib/client/audit-address';
import type { PageParameters } from '@/lib/client/host-question';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.audit');
  return pageTitle(t('title'));
}

export default async function AuditPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/settings/audit', parameters);
  if (!mayDo(role, 'audit.read')) return <SettingsDenied page="audit" />;
  const reading = readAuditAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const mayName = mayDo(role, 'operator.manage') && mayDo(role, 'apiToken.manage');
  return orOutline(loaded({ query: reading.query, mayName }), <SettingsLoading page="audit" />);
}

async function loaded({ query, mayName }: { query: AuditQuery; mayName: boolean }) {
  try {
    await prefetch(serverTrpc().system.audit.queryOptions(auditInput(query)));
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <AuditScreen query={query} mayName={mayName} />
    </Hydrated>
  );
}
