'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TabToCome } from '@/components/hosts/tab-to-come';
import { LoadFailed } from '@/components/ui/load-failed';
import { Panel } from '@/components/ui/panel';
import { useLoaded } from '@/components/ui/use-loaded';

type RawPanelProps = { id: string; at: string | null; mayRead: boolean };

/** Few who open a host look at its snapshots: what shows them is loaded with the first that is looked at. */
const loadSnapshots = () => import('@/components/hosts/snapshots/snapshots');

export function RawPanel({ id, at, mayRead }: RawPanelProps) {
  const t = useTranslations('host.raw');
  return mayRead ? <Loaded id={id} at={at} /> : <Message>{t('forbidden')}</Message>;
}

function Loaded({ id, at }: Omit<RawPanelProps, 'mayRead'>) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadSnapshots);
  if (loaded) return <loaded.Snapshots hostId={id} at={at} />;
  if (!hasFailed) return <TabToCome tab="raw" />;
  return (
    <Message>
      <LoadFailed retry={retry} />
    </Message>
  );
}

function Message({ children }: { children: ReactNode }) {
  const t = useTranslations('host.raw');
  return (
    <Panel title={t('title')}>
      <div className="p-4 text-ink-2">{children}</div>
    </Panel>
  );
}
