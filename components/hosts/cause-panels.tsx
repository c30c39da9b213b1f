'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps, useRemediation } from '@/components/fleet/remediation-steps';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { isAttestationStatus, isSpecialCause } from '@/lib/domain/vocabulary';

/** Causes that are no check have no row below, so their fix is shown here. */
export function CausePanels({ host }: { host: HostView }) {
  return host.cause
    .filter((cause) => isAttestationStatus(cause) || isSpecialCause(cause))
    .map((cause) => <CausePanel key={cause} cause={cause} host={host} />);
}

function CausePanel({ cause, host }: { cause: string; host: HostView }) {
  const t = useTranslations('host');
  const entry = useRemediation(cause, host.attestationMode);
  if (entry === null) return null;
  return (
    <Panel title={t('howToFix')} hint={entry.title}>
      <div className="grid gap-3 p-4">
        <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
        <RemediationSteps entry={entry} />
      </div>
    </Panel>
  );
}
