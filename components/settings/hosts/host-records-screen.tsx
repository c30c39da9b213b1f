'use client';

import { useTranslations } from 'next-intl';
import { RecordPanel } from '@/components/settings/hosts/record-panel';
import { SettingsHead } from '@/components/settings/settings-head';
import { HOST_RECORD_KINDS } from '@/lib/contracts/words/host-records';

/** Hosts whose record wants a decision: what must be decided first, and what was decided last. */
export function HostRecordsScreen() {
  const t = useTranslations('settings.hosts');
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')} />
      {HOST_RECORD_KINDS.map((kind) => (
        <RecordPanel key={kind} kind={kind} />
      ))}
    </div>
  );
}
