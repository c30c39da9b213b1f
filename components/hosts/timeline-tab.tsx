'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { TabToCome } from '@/components/hosts/tab-to-come';
import type { TimelinePanel } from '@/components/hosts/timeline-panel';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';

const loadPanel = () => import('@/components/hosts/timeline-panel');

/** The timeline, whose code comes with the first one that is looked at: a host opens on its checks. */
export function TimelineTab(props: ComponentProps<typeof TimelinePanel>) {
  const t = useTranslations('host.timeline');
  const { part: loaded, hasFailed } = useLoaded(loadPanel);
  if (loaded) return <loaded.TimelinePanel {...props} />;
  if (!hasFailed) return <TabToCome tab="timeline" />;
  return (
    <Panel title={t('title')}>
      <p className="p-4 text-ink-2" role="alert">
        {t('notLoaded')}
      </p>
    </Panel>
  );
}
