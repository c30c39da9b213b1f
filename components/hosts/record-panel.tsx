'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time } from '@/components/fleet/time';
import { FoldedPanel } from '@/components/ui/folded-panel';
import { LoadFailed } from '@/components/ui/load-failed';
import { useLoaded } from '@/components/ui/use-loaded';
import { RECORD_PLACE } from '@/lib/client/host-page-places';
import type { HostView } from '@/lib/client/outputs';

/** Administrators alone decide about records, and seldom: nobody waits for this part of the page. */
const loadActions = () => import('@/components/fleet/host-record-actions');

type RecordPanelProps = {
  host: HostView;
  /** It can be unlocked where the page says what that means. */
  isUnlockElsewhere: boolean;
};

/** What an administrator decides about the host's record. What it shares with others stands above the checks. */
export function RecordPanel({ host, isUnlockElsewhere }: RecordPanelProps) {
  const t = useTranslations('fleet.record');
  const { reenrollUntil, duplicates, asOf } = host;
  const decided = isUnlockElsewhere ? { ...host, lockedAt: null } : host;
  return (
    <FoldedPanel
      title={t('title')}
      place={RECORD_PLACE}
      isOpenAtFirst={reenrollUntil !== null || duplicates.length > 0}
    >
      {reenrollUntil !== null && (
        <p className="px-4 pt-3">
          {t.rich('mayEnroll', { time: () => <Time value={reenrollUntil} asOf={asOf} place="upTo" /> })}
        </p>
      )}
      <Loaded className="min-h-13 px-4 py-3">
        {({ HostRecordActions }) => <HostRecordActions host={decidedOf(decided)} align="start" />}
      </Loaded>
    </FoldedPanel>
  );
}

function decidedOf({ id, hostname, fqdn, lockedAt, reenrollUntil, duplicates }: HostView) {
  return { id, name: fqdn ?? hostname, lockedAt, reenrollUntil, sameAs: duplicates };
}

type Actions = Awaited<ReturnType<typeof loadActions>>;

function Loaded({ className, children }: { className: string; children: (actions: Actions) => ReactNode }) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadActions);
  return (
    <div className={className} aria-busy={!loaded && !hasFailed}>
      {loaded && children(loaded)}
      {hasFailed && <LoadFailed retry={retry} />}
    </div>
  );
}

/** A locked host waits for one decision before all else. */
export function Unlock({ host }: { host: HostView }) {
  return (
    <Loaded className="mt-1.5 min-h-7 print:hidden">
      {({ UnlockHost }) => <UnlockHost host={decidedOf(host)} align="start" />}
    </Loaded>
  );
}
