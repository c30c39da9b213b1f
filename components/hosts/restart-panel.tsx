'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';

/** It asks the server before it says anything, so that its code may come behind the page too. */
const loadNow = () => import('@/components/hosts/restart-now');

type RestartPanelProps = { hostId: string; at: string | null };

/** Whether the node may be drained or restarted: what Cluster-Aware Updating is answered, for people. */
export function RestartPanel({ hostId, at }: RestartPanelProps) {
  const t = useTranslations('restart');
  const [hasFailed, setFailed] = useState(false);
  const loaded = useLoaded(loadNow, () => setFailed(true));
  if (at === null && loaded) return <loaded.RestartNow hostId={hostId} />;
  const said = at !== null ? 'ofNow' : hasFailed ? 'failed' : 'loading';
  return (
    <Panel title={t('title')}>
      <p className="p-4 text-ink-3" aria-busy={said === 'loading'}>
        {t(said)}
      </p>
    </Panel>
  );
}
