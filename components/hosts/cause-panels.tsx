'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps, type StepOptions, useRemediation } from '@/components/fleet/remediation-steps';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { isAttestationStatus, isSpecialCause } from '@/lib/domain/vocabulary';

type CausePanelsProps = { host: HostView; commands: StepOptions['commands'] };

/** Causes that are no check have no row below, so their fix is shown here. */
export function CausePanels({ host, commands }: CausePanelsProps) {
  return host.cause
    .filter((cause) => isAttestationStatus(cause) || isSpecialCause(cause))
    .map((cause) => <CausePanel key={cause} {...{ cause, host, commands }} />);
}

function CausePanel({ cause, host, commands }: CausePanelsProps & { cause: string }) {
  const t = useTranslations('host');
  const entry = useRemediation(cause, host.attestationMode, { commands });
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
