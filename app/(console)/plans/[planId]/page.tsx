import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { absentTitle, notFoundById, readThen, refused, titleOfOneThen } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { BadAddress } from '@/components/hosts/bad-address';
import { PlanNotYet } from '@/components/plans/plan-not-yet';
import { PlanScreen } from '@/components/plans/plan-screen';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import type { PlanDetail } from '@/lib/contracts/plan';
import { type ChangeQuery, parseChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';
import type { Locale } from '@/lib/i18n/locales';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ planId: string }>; searchParams: Promise<PageParameters> };

async function findPlanThen(id: string, at: string | null) {
  const lang = (await getLocale()) as Locale;
  return readThen(at, (then) => prefetch(serverTrpc().plan.get.queryOptions({ id, lang, at: then })));
}

/** What a page of a time before the plan shows of it: its commands are not for then. */
const headOf = ({ id, number, name, createdAt }: PlanDetail) => ({ id, number, name, createdAt });

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { planId } = await params;
  const read = async ({ at }: ChangeQuery) =>
    (await findPlanThen(planId, at?.toISOString() ?? null)).found.name;
  const otherwise = (await getTranslations('plans'))('title');
  return titleOfOneThen({ searchParams, read, otherwise, absent: await absentTitle('plan') });
}

export default async function PlanPage({ params, searchParams }: Props) {
  const { planId } = await params;
  const parameters = await searchParams;
  const { role } = requireOperator(`/plans/${planId}`, parameters);
  const reading = parseChangeQuery(parametersOf(parameters), ['fabric', 'at']);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const at = reading.query.at?.toISOString() ?? null;
  try {
    const { found, isNotYet } = await findPlanThen(planId, at);
    return (
      <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans', 'remediation')}>
        {isNotYet ? (
          <PlanNotYet plan={headOf(found)} />
        ) : (
          <Hydrated>
            <PlanScreen id={planId} at={at} mayWrite={mayDo(role, 'plan.write')} />
          </Hydrated>
        )}
      </NextIntlClientProvider>
    );
  } catch (error) {
    notFoundById(error);
    return await refused(error);
  }
}
