'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { FoundText } from '@/components/hosts/snapshots/found-text';
import { PartFailed, PartLoading } from '@/components/hosts/snapshots/part-state';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { snapshotFileAddress, timeOfReference } from '@/lib/client/snapshot-address';
import type { RawSnapshot } from '@/lib/contracts/snapshot';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleJson } from '@/lib/util/visible-text';

type Snapshot = NonNullable<RawSnapshot>;

type ShownPanelProps = {
  hostId: string;
  at: string | null;
  /** As the address names it; null: what the page shows. */
  reference: string | null;
  snapshot: { data: RawSnapshot | undefined; error: unknown; refetch: () => void };
  onNewest: () => void;
};

export function ShownPanel({ hostId, at, reference, snapshot, onNewest }: ShownPanelProps) {
  const t = useTranslations('snapshots.raw');
  const title = useTranslations('host.raw')('title');
  const { data, error, refetch } = snapshot;
  const toNewest = reference !== null && (
    <Button size="tiny" variant="quiet" onClick={onNewest}>
      {at === null ? t('newest') : t('shownThen')}
    </Button>
  );
  return (
    <Panel
      title={title}
      hint={data && <Hint {...{ snapshot: data, reference }} />}
      aside={toNewest || undefined}
    >
      {data === undefined && error === null && <PartLoading>{t('loading')}</PartLoading>}
      {error !== null && data === undefined && (
        <PartFailed
          error={error}
          fallback={t('failed')}
          notFound={t('emptyThen')}
          onAgain={() => refetch()}
        />
      )}
      {data === null && <p className="p-4 text-ink-2">{at === null ? t('empty') : t('emptyThen')}</p>}
      {data && <Content snapshot={data} file={snapshotFileAddress(hostId, data.id, at)} />}
    </Panel>
  );
}

function Hint({ snapshot, reference }: { snapshot: Snapshot; reference: string | null }) {
  const t = useTranslations('snapshots.raw');
  const zone = useZone();
  const moment = fullMoment(new Date(snapshot.observedAt), zone);
  const asked = reference === null ? null : timeOfReference(reference);
  return asked === null ? t('hint', { moment }) : t('hintThen', { time: fullMoment(asked, zone), moment });
}

function Content({ snapshot, file }: { snapshot: Snapshot; file: string }) {
  const t = useTranslations('snapshots.raw');
  const text = useMemo(() => visibleJson(snapshot.json), [snapshot.json]);
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-4 py-2 print:hidden">
        {/* A link to a file of the API, and none to a page. */}
        <a className={buttonClass({ size: 'small' })} href={file} download>
          {t('download')}
        </a>
        <CopyButton text={snapshot.json} copies={t('copies')} />
      </div>
      <FoundText key={snapshot.id} text={text} label={t('text')} />
    </>
  );
}
