import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { findAgentPackage } from '@/app/(console)/find-agent-package';
import { hostsCalled, nameInAddress } from '@/app/(console)/hosts/[hostId]/hosts-called';
import { absentTitle, badAddressTitle, refusalOf, refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { ofFabric } from '@/components/fleet/risk-question';
import { AbsentHostLater } from '@/components/hosts/absent-host-later';
import { BadAddress } from '@/components/hosts/bad-address';
import { HostScreen } from '@/components/hosts/host-screen';
import { exceptionsOfHost, pastExceptionsOfHost } from '@/lib/client/exception-address';
import { type HostTab, readHostAddress, tabOf } from '@/lib/client/host-page';
import { type PageParameters, parametersOf, questionInput } from '@/lib/client/host-question';
import { type ListOrigin, neighboursInput } from '@/lib/client/list-word';
import { notesOfHost } from '@/lib/client/notes-question';
import type { HostView } from '@/lib/client/outputs';
import { plansOfHost } from '@/lib/client/plan-address';
import { titleKeyOf } from '@/lib/client/refusal';
import { remediesQuestion } from '@/lib/client/remedies-question';
import { SNAPSHOT_WORD } from '@/lib/client/snapshot-address';
import type { HostLife } from '@/lib/contracts/fleet';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import { mayDo } from '@/lib/domain/permissions';
import { RESTART_QUESTIONS } from '@/lib/domain/restart/facts';
import { currentOperator } from '@/lib/server/auth/session';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';
import { visibleText } from '@/lib/util/visible-text';

type Props = { params: Promise<{ hostId: string }>; searchParams: Promise<PageParameters> };

type Found = { host: HostView } | { absent: HostLife } | { refusal: unknown } | null;

/** One that is not in the fleet at that time, or is no host that this person may see: null. */
async function findAbsent(id: string): Promise<Found> {
  try {
    return { absent: await prefetch(serverTrpc().host.life.queryOptions({ id })) };
  } catch (error) {
    if (errorCode(error) === 'not_found') return null;
    throw error;
  }
}

const findHost = cache(async (id: string, at: string | null): Promise<Found> => {
  try {
    return { host: await prefetch(serverTrpc().host.get.queryOptions({ id, at })) };
  } catch (error) {
    if (errorCode(error) === 'not_found') return findAbsent(id);
    return { refusal: error };
  }
});

async function titleOf(found: Found): Promise<string> {
  if (found === null) return absentTitle('host');
  if ('refusal' in found) return (await getTranslations('errors'))(titleKeyOf(refusalOf(found.refusal)));
  return visibleText('host' in found ? found.host.hostname : found.absent.hostname);
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  if (currentOperator() === null) return {};
  const { id, at, problem } = readHostAddress(await params, await searchParams);
  if (problem !== null) return badAddressTitle();
  // Not notFound() here: the page would be left without any title.
  return pageTitle(await titleOf(await findHost(id, at)));
}

export default async function HostPage({ params, searchParams }: Props) {
  const parameters = await searchParams;
  const { id, at, from, problem } = readHostAddress(await params, parameters);
  const operator = requireOperator(`/hosts/${encodeURIComponent(id)}`, parameters);
  if (problem !== null) return <BadAddress problem={problem} />;
  const frame = parseHostQuery(parametersOf({ fabric: parameters.fabric }));
  if (!frame.ok) return <BadAddress problem={frame} />;
  const unknown = await unknownFabric(frame.query.filter.fabric);
  if (unknown !== null) return unknown;
  const found = await findHost(id, at);
  if (found === null) return await toHostCalled(id, at, parameters);
  if ('refusal' in found) return refused(found.refusal);
  if ('absent' in found) return <Absent life={found.absent} at={at} />;
  return (
    <Present
      {...{ id, at, from, tab: tabOf(parameters) }}
      host={found.host}
      isRawChosen={parameters[SNAPSHOT_WORD] !== undefined}
      mayReadRaw={mayDo(operator.role, 'snapshot.read')}
      mayExcept={mayDo(operator.role, 'exception.request')}
      mayWork={mayDo(operator.role, 'note.write')}
      mayManage={mayDo(operator.role, 'host.manage')}
    />
  );
}

/** Whoever typed the name of one host in place of its id is led to it, with all else that the address says. */
async function toHostCalled(id: string, at: string | null, parameters: PageParameters): Promise<never> {
  const name = nameInAddress(id);
  if (name === null) notFound();
  const { called } = await hostsCalled(name, at === null ? null : new Date(at));
  const [host, ...others] = called;
  if (host === undefined || others.length > 0) notFound();
  const words = new URLSearchParams(parametersOf(parameters)).toString();
  redirect(`/hosts/${host.id}${words && `?${words}`}`);
}

async function Absent({ life, at }: { life: HostLife; at: string | null }) {
  await prefetch(serverTrpc().history.timeline.queryOptions({ id: life.id, at }));
  return (
    <Hydrated>
      <AbsentHostLater life={life} at={at} asOf={at ?? new Date().toISOString()} />
    </Hydrated>
  );
}

type PresentProps = {
  id: string;
  at: string | null;
  from: ListOrigin | null;
  tab: HostTab;
  host: HostView;
  /** The address names a snapshot, which the browser asks for: it may be gone, and the page is still there. */
  isRawChosen: boolean;
  mayReadRaw: boolean;
  mayExcept: boolean;
  mayWork: boolean;
  mayManage: boolean;
};

async function Present({ id, at, from, tab, host, isRawChosen, ...rights }: PresentProps) {
  const shippedAgent = (await findAgentPackage())?.version ?? null;
  const trpc = serverTrpc();
  await prefetch(trpc.exception.list.queryOptions(exceptionsOfHost(id, at)));
  if (host.exception === 'ended')
    await prefetch(trpc.exception.list.queryOptions(pastExceptionsOfHost(id, at)));
  if (from !== null) await prefetch(trpc.host.neighbours.queryOptions(neighboursInput({ id, at }, from)));
  await prefetch(trpc.plan.list.queryOptions(plansOfHost(id, at)));
  await prefetch(trpc.note.list.queryOptions(notesOfHost(id, at)));
  if (at === null)
    for (const question of RESTART_QUESTIONS)
      await prefetch(trpc.host.mayRestart.queryOptions({ id, for: question }));
  if (tab === 'checks') {
    // It stands above what to repair, which would move if it came later.
    if (host.state !== 'Passed') await prefetch(trpc.change.waves.queryOptions({ host: id, at }));
    if (host.risks.length > 0)
      await prefetch(trpc.host.risks.queryOptions(questionInput(ofFabric(host.fabric, at))));
    const remedies = remediesQuestion(host, await getLocale());
    if (remedies !== null) await prefetch(trpc.system.catalogue.queryOptions(remedies));
  }
  if (tab === 'timeline') await prefetch(trpc.history.timeline.queryOptions({ id, at }));
  if (tab === 'raw' && rights.mayReadRaw && !isRawChosen)
    await prefetch(trpc.snapshot.raw.queryOptions({ hostId: id, at }));
  return (
    <NextIntlClientProvider messages={await getMessages()}>
      <Hydrated>
        <HostScreen {...{ id, at, tab, ...rights, shippedAgent }} />
      </Hydrated>
    </NextIntlClientProvider>
  );
}
