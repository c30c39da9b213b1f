'use client';

import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { LoadFailed } from '@/components/ui/load-failed';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';
import { RECORD_PLACE } from '@/lib/client/host-page-places';
import type { HostView } from '@/lib/client/outputs';

/** Administrators alone decide about records, and seldom: nobody waits for this part of the page. */
const loadActions = () => import('@/components/fleet/host-record-actions');

/** What an administrator decides about the host's record. What it shares with others stands above the checks. */
export function RecordPanel({ host }: { host: HostView }) {
  const t = useTranslations('fleet.record');
  const { part: loaded, hasFailed, retry } = useLoaded(loadActions);
  const { id, hostname, fqdn, lockedAt, reenrollUntil, duplicates, asOf } = host;
  const decided = { id, name: fqdn ?? hostname, lockedAt, reenrollUntil, sameAs: duplicates };
  return (
    <Panel title={t('title')} place={RECORD_PLACE}>
      <div className="min-h-13 px-4 py-3" aria-busy={!loaded && !hasFailed}>
        {reenrollUntil !== null && (
          <p className="mb-2">
            {t.rich('mayEnroll', { time: () => <Time value={reenrollUntil} asOf={asOf} place="upTo" /> })}
          </p>
        )}
        {loaded && <loaded.HostRecordActions host={decided} align="start" />}
        {hasFailed && <LoadFailed retry={retry} />}
      </div>
    </Panel>
  );
}
