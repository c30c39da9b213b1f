'use client';

import { useTranslations } from 'next-intl';
import { HostRecordActions } from '@/components/fleet/host-record-actions';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';

/** What an administrator decides about the host's record. What it shares with others stands above the checks. */
export function RecordPanel({ host }: { host: HostView }) {
  const t = useTranslations('fleet.record');
  const { id, hostname, fqdn, lockedAt, duplicates } = host;
  const decided = { id, name: fqdn ?? hostname, lockedAt, sameAs: duplicates };
  return (
    <Panel title={t('title')}>
      <div className="px-4 py-3">
        <HostRecordActions host={decided} align="start" />
      </div>
    </Panel>
  );
}
