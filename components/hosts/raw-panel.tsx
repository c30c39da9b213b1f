'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleJson } from '@/lib/util/visible-text';

type RawSnapshotProps = { id: string; at: string | null };

export function RawPanel({ id, at, mayRead }: RawSnapshotProps & { mayRead: boolean }) {
  const t = useTranslations('host.raw');
  if (mayRead) return <RawSnapshot id={id} at={at} />;
  return (
    <Panel title={t('title')}>
      <p className="p-4 text-ink-2">{t('forbidden')}</p>
    </Panel>
  );
}

function RawSnapshot({ id, at }: RawSnapshotProps) {
  const t = useTranslations('host.raw');
  const zone = useZone();
  const trpc = useTRPC();
  const options = trpc.snapshot.raw.queryOptions({ hostId: id, at }, watching(PAGE_EVERY_MS, at));
  const { data: snapshot } = useSuspenseQuery(options);
  if (snapshot === null)
    return (
      <Panel title={t('title')}>
        <p className="p-4 text-ink-2">{at === null ? t('empty') : t('emptyThen')}</p>
      </Panel>
    );
  const moment = fullMoment(new Date(snapshot.observedAt), zone);
  return (
    <Panel title={t('title')} hint={t('hint', { moment })}>
      <div className="p-4">
        <CodeBlock badge={t('badge')} code={visibleJson(snapshot.json)} />
      </div>
    </Panel>
  );
}
