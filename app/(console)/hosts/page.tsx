import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refusalOf, refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { HostsLoading } from '@/components/hosts/hosts-loading';
import { HostsScreen, type HostsScreenProps } from '@/components/hosts/hosts-screen';
import { orOutline } from '@/components/ui/or-outline';
import { hostsAddress } from '@/lib/client/host-address';
import {
  listInput,
  type PageParameters,
  parametersOf,
  questionInput,
  unfiltered,
} from '@/lib/client/host-question';
import { LIST_LOOK_COOKIE, readListLook } from '@/lib/client/list-look';
import { PEEK_WORD } from '@/lib/client/peek-word';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';
import { decodeCursor } from '@/lib/util/cursor-text';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('hosts');
  return pageTitle(t('title'));
}

export default async function HostsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/hosts', parameters);
  // The screen alone reads which host is shown beside the list.
  const words = parametersOf(parameters).filter(([word]) => word !== PEEK_WORD);
  const reading = parseHostQuery(words);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  const screen = {
    query: reading.query,
    mayEnroll: mayDo(operator.role, 'enrollment.manage'),
    mayExcept: mayDo(operator.role, 'exception.request'),
    mayPlan: mayDo(operator.role, 'plan.write'),
    mayWork: mayDo(operator.role, 'host.setOwner'),
    maySaveViews: mayDo(operator.role, 'view.manage'),
    look: readListLook((await cookies()).get(LIST_LOOK_COOKIE)?.value),
  };
  return orOutline(loaded(screen), <HostsLoading />);
}

async function loaded({ query, ...rights }: HostsScreenProps) {
  const trpc = serverTrpc();
  try {
    const [all] = await Promise.all([
      prefetch(trpc.host.summary.queryOptions(questionInput(unfiltered(query)))),
      prefetch(trpc.host.list.queryOptions(listInput(query))),
      prefetch(trpc.host.facets.queryOptions(questionInput(query))),
      prefetch(trpc.host.summary.queryOptions(questionInput(query))),
      prefetch(trpc.view.list.queryOptions({ page: 'hosts' })),
    ]);
    // Why there was nobody: asked where it is said, since it reads every host.
    if (all.total === 0 && query.at !== null) await prefetch(trpc.history.begins.queryOptions());
  } catch (error) {
    // A place in another list is none here: the list that was asked for is shown from its first page on.
    const refusal = refusalOf(error);
    if (refusal?.kind === 'badAddress' && refusal.parameter === 'cursor' && decodeCursor(query.cursor ?? ''))
      redirect(hostsAddress({ ...query, cursor: null }));
    return await refused(error);
  }
  return (
    <NextIntlClientProvider
      messages={messagesWith(await getMessages(), 'restart', 'selection', 'verdict', 'views')}
    >
      <Hydrated>
        {/* Drawn anew for another time: rows that both times have would otherwise jump to their new places. */}
        <HostsScreen key={query.at?.toISOString()} query={query} {...rights} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
