'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { AcknowledgementLine } from '@/components/hosts/acknowledgement-line';
import { CausePanels } from '@/components/hosts/cause-panels';
import { CheckPanel } from '@/components/hosts/check-panel';
import { DaysPanel } from '@/components/hosts/days-panel';
import { DiagnosticsPanel } from '@/components/hosts/diagnostics-panel';
import { EventsPanel } from '@/components/hosts/events-panel';
import { ExceptionsLine } from '@/components/hosts/exceptions-line';
import { HostAbout } from '@/components/hosts/host-about';
import { HostHead } from '@/components/hosts/host-head';
import { IdentityPanels } from '@/components/hosts/identity-panels';
import { NotesPanel } from '@/components/hosts/notes-panel';
import { OwnerLine } from '@/components/hosts/owner-line';
import { PlansLine } from '@/components/hosts/plans-line';
import { doubtsOf } from '@/components/hosts/record-doubts';
import { RestartPanel } from '@/components/hosts/restart-panel';
import { RiskPanel } from '@/components/hosts/risk-panel';
import { TabToCome } from '@/components/hosts/tab-to-come';
import { useLedTo } from '@/components/hosts/use-led-to';
import { useOpenWaves } from '@/components/hosts/use-open-waves';
import { useRemedies } from '@/components/hosts/use-remedies';
import { VerdictBox } from '@/components/hosts/verdict-box';
import { WavesTold } from '@/components/hosts/waves-told';
import { WhoLine } from '@/components/hosts/who-line';
import { later } from '@/components/ui/later';
import { Panel } from '@/components/ui/panel';
import { errorCodeOf } from '@/lib/client/error-code';
import type { HostTab } from '@/lib/client/host-page';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** Administrators alone have it. */
const RecordPanel = later(async () => (await import('@/components/hosts/record-panel')).RecordPanel);

const Unlock = later(async () => (await import('@/components/hosts/record-panel')).Unlock);

/** Most people read the checks alone. */
const OtherTab = later(async () => (await import('@/components/hosts/other-tab')).OtherTab, <TabToCome />);

type HostScreenProps = {
  id: string;
  at: string | null;
  tab: HostTab;
  mayReadRaw: boolean;
  mayExcept: boolean;
  /** Write notes, set the owner, acknowledge and make plans. */
  mayWork: boolean;
  /** Retire it, and what else is decided about its record. */
  mayManage: boolean;
  /** The version of the agent that this server gives; null where it has none. */
  shippedAgent: string | null;
};

/** The server says it when a host leaves the fleet while its page is open, and why. */
function useDeparture(error: unknown) {
  const router = useRouter();
  const hasLeft = errorCodeOf(error) === 'not_found';

  // The page around this one is the server's.
  useEffect(() => {
    if (hasLeft) router.refresh();
  }, [hasLeft, router]);
}

export function HostScreen({
  id,
  at,
  tab,
  mayReadRaw,
  mayExcept,
  mayWork,
  mayManage,
  shippedAgent,
}: HostScreenProps) {
  const trpc = useTRPC();
  const options = trpc.host.get.queryOptions({ id, at }, watching(PAGE_EVERY_MS, at));
  const { data: host, error } = useSuspenseQuery(options);
  useDeparture(error);
  return (
    <>
      <HostHead {...{ host, at, tab, mayReadRaw, mayWork, mayExcept }} />
      <div className="grid grid-cols-[minmax(0,1fr)_var(--spacing-side)] items-start gap-4 px-gutter pt-4 pb-5 max-columns:grid-cols-1 print:block print:space-y-4">
        <div className="grid min-w-0 content-start gap-4 print:block print:space-y-4">
          {tab === 'checks' ? (
            <ChecksTab host={host} at={at} mayUnlock={mayManage && at === null} />
          ) : (
            <OtherTab {...{ tab, id, at, mayReadRaw }} asOf={host.asOf} />
          )}
        </div>
        <aside className="grid min-w-0 content-start gap-4 print:block print:space-y-4">
          <RestartPanel hostId={id} at={at} />
          <WhoPanel host={host} at={at} mayWork={mayWork} />
          <NotesPanel hostId={id} at={at} mayNote={mayWork} />
          <DaysPanel hostId={id} at={at} />
          <HostAbout host={host} shippedAgent={shippedAgent} />
          {mayManage && at === null && <RecordPanel host={host} isUnlockElsewhere={tab === 'checks'} />}
        </aside>
      </div>
    </>
  );
}

type ChecksTabProps = { host: HostView; at: string | null; mayUnlock: boolean };

/** The verdict first, then what to do and in which order, then what else is known. */
function ChecksTab({ host, at, mayUnlock }: ChecksTabProps) {
  const remedies = useRemedies(host, at);
  const [ledTo, lead] = useLedTo();
  return (
    <>
      <VerdictBox host={host} onLead={lead}>
        {mayUnlock && host.lockedAt !== null && <Unlock host={host} />}
      </VerdictBox>
      <WavePanel host={host} at={at} />
      {doubtsOf(host).length > 0 && <IdentityPanels host={host} />}
      <CausePanels host={host} remedies={remedies} />
      <RiskPanel host={host} at={at} remedies={remedies} />
      <CheckPanel host={host} remedies={remedies} ledTo={ledTo} />
      <DiagnosticsPanel host={host} />
      <EventsPanel host={host} />
    </>
  );
}

type WavePanelProps = { host: HostView; at: string | null };

/** The open waves that this host turned in: what is wrong with it is then wrong with others. */
function WavePanel({ host, at }: WavePanelProps) {
  const { waves, asOf } = useOpenWaves(host, at);
  if (waves.length === 0 || asOf === undefined) return null;
  return <WavesTold {...{ host, at, waves, asOf }} />;
}

type WhoPanelProps = { host: HostView; at: string | null; mayWork: boolean };

/** Who takes care of this host, and what is under way. What can be begun stands at the head of the page. */
function WhoPanel({ host, at, mayWork }: WhoPanelProps) {
  const t = useTranslations('host');
  const mayChange = mayWork && at === null;
  return (
    <Panel title={t('who')}>
      <WhoLine name={t('fact.owner')}>
        <OwnerLine hostId={host.id} owner={host.owner} mayChange={mayChange} />
      </WhoLine>
      <AcknowledgementLine host={host} mayWork={mayChange} />
      <PlansLine hostId={host.id} at={at} />
      <ExceptionsLine host={host} at={at} />
    </Panel>
  );
}
