'use client';

import { useTranslations } from 'next-intl';
import { CatalogueLink, Remedy } from '@/components/hosts/how-to-fix';
import { repairOfHost, type Told } from '@/components/hosts/repair-of-host';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { isAttestationStatus, isSpecialCause } from '@/lib/domain/vocabulary';

type CausePanelsProps = { host: HostView; remedies: Remedies };

/** Causes that are no check have no row below, so their fix is shown here. */
export function CausePanels({ host, remedies }: CausePanelsProps) {
  const { told } = repairOfHost(host, remedies);
  return host.cause
    .filter((cause) => isAttestationStatus(cause) || isSpecialCause(cause))
    .map((cause) => <CausePanel key={cause} {...{ cause, remedies }} told={told(cause)} />);
}

type CausePanelProps = { cause: string; remedies: Remedies; told: Told };

function CausePanel({ cause, remedies, told }: CausePanelProps) {
  const t = useTranslations('host');
  const entry = remedies.entries.get(cause);
  return (
    <Panel title={t('howToFix')} hint={entry?.title}>
      <div className="grid gap-3 p-4">
        {entry === undefined ? (
          <CatalogueLink name={cause} />
        ) : (
          <Remedy name={cause} {...{ remedies, told }} />
        )}
      </div>
    </Panel>
  );
}
