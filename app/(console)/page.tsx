import type { Metadata } from 'next';
import { getLocale, getTimeZone, getTranslations } from 'next-intl/server';
import { findAgentPackage } from '@/app/(console)/find-agent-package';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { dayBefore } from '@/components/fabric/day-before';
import { FabricScreen } from '@/components/fabric/fabric-screen';
import { fixHints } from '@/components/fabric/fix-hints';
import { recentInput, sinceInput } from '@/components/fabric/recent-input';
import { silentInput } from '@/components/fabric/silent-input';
import { trendInput } from '@/components/fabric/trend-input';
import { BadAddress } from '@/components/hosts/bad-address';
import { hasSnapshots } from '@/lib/client/has-snapshots';
import { hostsAddress } from '@/lib/client/host-address';
import {
  everythingNow,
  type HostQuestion,
  type PageParameters,
  parametersOf,
  questionInput,
  unfiltered,
} from '@/lib/client/host-question';
import { MAP_WORD, mapColourProblem, readMapColour } from '@/lib/client/map-word';
import { alsoKnown, parseQuestion } from '@/lib/contracts/words/host-query';
import { api, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('fabric');
  return pageTitle(t('title'));
}

/** What the person has missed. Nothing is said of a time before the earliest day that is kept. */
async function prefetchSince(question: HostQuestion): Promise<void> {
  const trpc = serverTrpc();
  const { since } = await prefetch(trpc.operator.lastLook.queryOptions());
  if (since === null) return;
  await Promise.allSettled([
    prefetch(trpc.change.since.queryOptions(sinceInput(question, since))),
    prefetch(trpc.host.summary.queryOptions({ ...questionInput(question), at: since })),
  ]);
}

/** What the page shows once hosts send. */
async function prefetchOverview(question: HostQuestion): Promise<void> {
  const trpc = serverTrpc();
  const [summary, all] = await Promise.all([
    prefetch(trpc.host.summary.queryOptions(questionInput(question))),
    prefetch(trpc.host.summary.queryOptions(questionInput(unfiltered(question)))),
  ]);
  // The page says why there were no hosts. This is asked only then, since it reads every host.
  if (all.total === 0 && question.at !== null) await prefetch(trpc.history.begins.queryOptions());
  if (summary.total === 0) return;
  await Promise.all([
    prefetch(trpc.host.summary.queryOptions(questionInput(dayBefore(question, summary.asOf)))),
    prefetch(trpc.host.list.queryOptions(silentInput(question))),
    prefetch(trpc.host.map.queryOptions(questionInput(question))),
    prefetch(trpc.host.risks.queryOptions(questionInput(question))),
    prefetch(trpc.history.trend.queryOptions(trendInput(question, await getTimeZone()))),
    prefetch(trpc.change.recent.queryOptions(recentInput(question))),
    question.at === null && prefetch(trpc.change.serverAway.queryOptions()),
    question.at === null && prefetchSince(question),
  ]);
}

export default async function FabricPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const operator = requireOperator('/', parameters);
  const words = parametersOf(parameters);
  const colours = words.filter(([word]) => word === MAP_WORD).map(([, colour]) => colour);
  const unknownColour = colours.find((colour) => readMapColour(colour) === null);
  if (unknownColour !== undefined) return <BadAddress problem={mapColourProblem(unknownColour)} />;
  const reading = parseQuestion(words.filter(([word]) => word !== MAP_WORD));
  if (!reading.ok) return <BadAddress problem={alsoKnown(reading, [MAP_WORD])} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  const { filter, at } = reading.query;
  const question = { filter, at };
  const trpc = serverTrpc();
  const now = await prefetch(trpc.host.summary.queryOptions(questionInput(everythingNow(question))));
  const isReporting = hasSnapshots(now);
  try {
    // An earlier time may have hosts to show although none sends any more.
    if (isReporting || at !== null) await prefetchOverview(question);
  } catch (error) {
    return await refused(error);
  }
  const agentPackage = await findAgentPackage();
  const sending = await api().setting.sendingInterval();
  const { entries } = await api().system.catalogue({ lang: await getLocale() });
  return (
    <Hydrated>
      {/* Drawn anew for another fabric or time: otherwise what both have would jump to its new place when the answer comes. */}
      <FabricScreen
        key={hostsAddress(question)}
        {...{ question, operator, agentPackage, sending }}
        hints={fixHints(entries)}
      />
    </Hydrated>
  );
}
