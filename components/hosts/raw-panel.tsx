'use client';

import { useTranslations } from 'next-intl';
import { TabToCome } from '@/components/hosts/tab-to-come';
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
  const t = useTranslations('host.raw');
  const { part: loaded, hasFailed } = useLoaded(loadSnapshots);
  if (loaded) return <loaded.Snapshots hostId={id} at={at} />;
  return hasFailed ? <Message>{t('failed')}</Message> : <TabToCome tab="raw" />;
}

function Message({ children }: { children: string }) {
  const t = useTranslations('host.raw');
  return (
    <Panel title={t('title')}>
      <p className="p-4 text-ink-2">{children}</p>
    </Panel>
  );
}
