import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { FabricScreen } from '@/components/fabric/fabric-screen';
import { silentInput } from '@/components/fabric/silent-input';
import { BadAddress } from '@/components/hosts/bad-address';
import { hasReports } from '@/lib/client/has-reports';
import { type PageParameters, questionInput, readHostQuery } from '@/lib/client/host-question';
import type { AgentPackage } from '@/lib/contracts/procedures';
import { api, errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('fabric');
  return pageTitle(t('title'));
}

/** Null where the server has none to give, which the page says. */
async function findAgentPackage(): Promise<AgentPackage | null> {
  try {
    return await api().enrollment.agentPackage();
  } catch (error) {
    if (errorCode(error) === 'not_found') return null;
    throw error;
  }
}

export default async function FabricPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/', parameters);
  const reading = readHostQuery(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const { filter, at } = reading.query;
  const trpc = serverTrpc();
  const [summary] = await Promise.all([
    prefetch(trpc.host.summary.queryOptions(questionInput({ filter, at }))),
    prefetch(trpc.host.list.queryOptions(silentInput({ filter, at }))),
  ]);
  const agentPackage = hasReports(summary) ? null : await findAgentPackage();
  return (
    <Hydrated>
      <FabricScreen question={{ filter, at }} operator={operator} agentPackage={agentPackage} />
    </Hydrated>
  );
}
