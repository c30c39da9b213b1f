import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { findAgentPackage } from '@/app/(console)/find-agent-package';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { AddHostsDenied } from '@/components/fabric/add-hosts-denied';
import { AddHostsScreen } from '@/components/fabric/add-hosts-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { everythingNow, type PageParameters, parametersOf, questionInput } from '@/lib/client/host-question';
import { parseQuestion } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('enrol');
  return pageTitle(t('add'));
}

/** Who may create tokens adds hosts here; the others read who may. */
export default async function EnrollPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/enroll', parameters);
  if (!mayDo(operator.role, 'enrollment.manage')) return <AddHostsDenied />;
  const reading = parseQuestion(parametersOf(parameters));
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  const question = everythingNow(reading.query);
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.host.summary.queryOptions(questionInput(question))),
    prefetch(trpc.host.risks.queryOptions(questionInput(question))),
  ]);
  return (
    <Hydrated>
      <AddHostsScreen question={question} operator={operator} agentPackage={await findAgentPackage()} />
    </Hydrated>
  );
}
