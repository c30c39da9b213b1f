'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { CausePanels } from '@/components/hosts/cause-panels';
import { CheckPanel } from '@/components/hosts/check-panel';
import { DiagnosticsPanel } from '@/components/hosts/diagnostics-panel';
import { EventsPanel } from '@/components/hosts/events-panel';
import { ExceptionsPanel } from '@/components/hosts/exceptions-panel';
import { HostAbout } from '@/components/hosts/host-about';
import { HostHead } from '@/components/hosts/host-head';
import { IdentityPanels } from '@/components/hosts/identity-panels';
import { NotesPanel } from '@/components/hosts/notes-panel';
import { RawPanel } from '@/components/hosts/raw-panel';
import { RiskPanel } from '@/components/hosts/risk-panel';
import { TimelinePanel } from '@/components/hosts/timeline-panel';
import { VerdictBox } from '@/components/hosts/verdict-box';
import { errorCodeOf } from '@/lib/client/error-code';
import type { HostTab } from '@/lib/client/host-page';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';

const WATCHING_MS = 15_000;

type HostScreenProps = {
  id: string;
  at: string | null;
  tab: HostTab;
  mayReadRaw: boolean;
  mayExcept: boolean;
  /** Write notes and set the owner. */
  mayWork: boolean;
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

export function HostScreen({ id, at, tab, mayReadRaw, mayExcept, mayWork, shippedAgent }: HostScreenProps) {
  const trpc = useTRPC();
  const options = trpc.host.get.queryOptions({ id, at }, watching(WATCHING_MS, at));
  const { data: host, error } = useSuspenseQuery(options);
  useDeparture(error);
  return (
    <>
      <HostHead host={host} at={at} tab={tab} mayReadRaw={mayReadRaw} />
      <div className="hostgrid">
        <div className="stack">
          {tab === 'checks' && (
            <>
              <VerdictBox host={host} />
              <ExceptionsPanel host={host} at={at} mayExcept={mayExcept} />
              <IdentityPanels host={host} />
              <CausePanels host={host} />
              <RiskPanel host={host} />
              <CheckPanel host={host} />
              <DiagnosticsPanel host={host} />
              <EventsPanel host={host} />
            </>
          )}
          {tab === 'timeline' && <TimelinePanel id={id} at={at} asOf={host.asOf} />}
          {tab === 'raw' && <RawPanel id={id} at={at} mayRead={mayReadRaw} />}
        </div>
        <aside className="stack">
          <HostAbout host={host} shippedAgent={shippedAgent} mayChangeOwner={mayWork && at === null} />
          <NotesPanel hostId={id} at={at} mayNote={mayWork} />
        </aside>
      </div>
    </>
  );
}
