'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { TabToCome } from '@/components/hosts/tab-to-come';
import type { TimelinePanel } from '@/components/hosts/timeline-panel';
import { LoadFailed } from '@/components/ui/load-failed';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';

const loadPanel = () => import('@/components/hosts/timeline-panel');

/** The timeline, whose code comes with the first one that is looked at: a host opens on its checks. */
export function TimelineTab(props: ComponentProps<typeof TimelinePanel>) {
  const t = useTranslations('host.timeline');
  const { part: loaded, hasFailed, retry } = useLoaded(loadPanel);
  if (loaded) return <loaded.TimelinePanel {...props} />;
  if (!hasFailed) return <TabToCome tab="timeline" />;
  return (
    <Panel title={t('title')}>
      <div className="p-4">
        <LoadFailed retry={retry} />
      </div>
    </Panel>
  );
}
