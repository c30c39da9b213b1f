import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { refused, titleOfForm } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { BadAddress } from '@/components/hosts/bad-address';
import { NewPlanScreen } from '@/components/plans/new-plan-screen';
import { Drifted, NoHost, OverWave, TooMany } from '@/components/plans/not-these-hosts';
import { PickedPlan } from '@/components/plans/picked-plan';
import { Notice } from '@/components/ui/notice';
import type { PageParameters } from '@/lib/client/host-question';
import { type PlanFor, readNewPlanAddress, thingOf } from '@/lib/client/plan-address';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import type { Locale } from '@/lib/i18n/locales';
import { messagesWith } from '@/lib/i18n/message-sets';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };
type AskedNow = Exclude<PlanFor, { picked: number }>;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const title = (await getTranslations('plans.new'))('title');
  const reading = readNewPlanAddress(await searchParams);
  const asked = reading.ok && !('picked' in reading.query) ? reading.query : null;
  const read = async () => asked && prefetchFor(asked);
  return titleOfForm({ action: 'plan.write', read, title, absent: asked === null ? 'host' : thingOf(asked) });
}

export default async function NewPlanPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/plans/new', parameters);
  const t = await getTranslations('plans.new');
  if (!mayDo(role, 'plan.write')) return <Notice title={t('title')}>{t('denied')}</Notice>;
  const reading = readNewPlanAddress(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = 'filter' in reading.query && (await unknownFabric(reading.query.filter.fabric));
  if (unknown) return unknown;
  if ('picked' in reading.query)
    return (
      <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans')}>
        {/* Others are chosen where some are left out. */}
        <PickedPlan key={reading.query.picked} />
      </NextIntlClientProvider>
    );
  return <Asked asked={reading.query} />;
}

/** What can be read before the page is shown. */
async function Asked({ asked }: { asked: AskedNow }) {
  try {
    const selection = await prefetchFor(asked);
    if (selection === null) return <NoHost filter={'filter' in asked ? asked.filter : {}} />;
    return (
      <NextIntlClientProvider messages={messagesWith(await getMessages(), 'plans')}>
        <Hydrated>
          <NewPlanScreen selection={selection} asked={asked} />
        </Hydrated>
      </NextIntlClientProvider>
    );
  } catch (error) {
    if (errorCode(error) === 'not_found') notFound();
    return otherHosts(error, asked) ?? (await refused(error));
  }
}

/** The hosts that the page is about, with what is planned for them. */
async function prefetchFor(asked: AskedNow) {
  const selection = await selectionFor(asked);
  const lang = (await getLocale()) as Locale;
  if (selection !== null) await prefetch(serverTrpc().plan.preview.queryOptions({ ...selection, lang }));
  return selection;
}

/** What there is to say where the hosts cannot be planned as they were chosen. */
function otherHosts(error: unknown, asked: PlanFor): ReactNode {
  const code = errorCode(error);
  if (code === 'selection_too_large') return <TooMany filter={'filter' in asked ? asked.filter : {}} />;
  if (code === 'invalid_value' && 'wave' in asked) return <OverWave wave={asked.wave} />;
  return code === 'selection_changed' && 'filter' in asked ? <Drifted filter={asked.filter} /> : null;
}

/** The hosts that the page is about; null for a filter that matches none now. */
async function selectionFor(asked: AskedNow) {
  if ('hosts' in asked) return { hosts: [...asked.hosts] };
  if ('wave' in asked) return { wave: asked.wave };
  if (asked.shown !== null) return { filter: formatHostQuery(asked).toString(), ...asked.shown };
  const options = serverTrpc().host.selection.queryOptions({ filter: asked.filter, at: null });
  const { filter, count, digest } = await prefetch(options);
  return count === 0 ? null : { filter, count, digest };
}
