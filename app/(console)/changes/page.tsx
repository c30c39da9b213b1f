import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { ChangesLoading } from '@/components/changes/changes-loading';
import { ChangesScreen } from '@/components/changes/changes-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { orOutline } from '@/components/ui/or-outline';
import {
  changesAddress,
  countInput,
  feedInput,
  isOnlyFramed,
  parseChangesPage,
  placesInput,
  summaryInput,
  unfilteredChanges,
} from '@/lib/client/change-address';
import type { PageParameters } from '@/lib/client/host-question';
import { wavesInput } from '@/lib/client/waves-question';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('changes.page');
  return pageTitle(t('title'));
}

export default async function ChangesPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator('/changes', parameters);
  const reading = parseChangesPage(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  return orOutline(loaded(reading.query, mayDo(role, 'enrollment.manage')), <ChangesLoading />);
}

async function loaded(query: ChangeQuery, mayEnroll: boolean) {
  try {
    const trpc = serverTrpc();
    await Promise.all([
      prefetch(trpc.change.feed.queryOptions(feedInput(query))),
      prefetch(trpc.change.count.queryOptions(countInput(query))),
      isOnlyFramed(query) && prefetch(trpc.change.waves.queryOptions(wavesInput(query))),
      prefetch(trpc.change.summary.queryOptions(summaryInput(query))),
      prefetch(trpc.host.facets.queryOptions(placesInput(query))),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <ChangesScreen key={changesAddress(unfilteredChanges(query))} {...{ query, mayEnroll }} />
    </Hydrated>
  );
}
