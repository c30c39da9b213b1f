'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import type { TimelinePanel } from '@/components/hosts/timeline-panel';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';

const loadPanel = () => import('@/components/hosts/timeline-panel');

/** The timeline, whose code comes with the first one that is looked at: a host opens on its checks. */
export function TimelineTab(props: ComponentProps<typeof TimelinePanel>) {
  const t = useTranslations('host.timeline');
  const { part: loaded, hasFailed } = useLoaded(loadPanel);
  if (loaded) return <loaded.TimelinePanel {...props} />;
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <div className="min-h-40 p-4 text-ink-2" aria-busy={!hasFailed}>
        {hasFailed && t('notLoaded')}
      </div>
    </Panel>
  );
}
