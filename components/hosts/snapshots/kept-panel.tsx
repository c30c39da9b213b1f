'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { CompareWith } from '@/components/hosts/snapshots/compare-with';
import { newestOf } from '@/components/hosts/snapshots/snapshot-before';
import type { useChoice } from '@/components/hosts/snapshots/use-choice';
import { type Column, DataTable } from '@/components/table/data-table';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { SnapshotChoice } from '@/lib/client/snapshot-address';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { KeptSnapshot } from '@/lib/contracts/snapshot';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { fullMoment } from '@/lib/i18n/moment';

/** How many are listed: at first, and each time that older ones are asked for. */
const STEPS = [25, 100, MAX_LIMIT] as const;

/** What is kept of the host; a longer list is one question, since a new snapshot moves all of it. */
function useKept(hostId: string, at: string | null) {
  const [step, setStep] = useState(0);
  const limit = STEPS[step] ?? MAX_LIMIT;
  const options = useTRPC().snapshot.list.queryOptions({ hostId, at, limit }, watching(PAGE_EVERY_MS, at));
  const list = useQuery({ ...options, placeholderData: keepPreviousData });
  return {
    ...list,
    hasMore: list.data?.nextCursor != null,
    isWhole: limit === MAX_LIMIT,
    onMore: () => setStep(step + 1),
  };
}

type KeptPanelProps = {
  hostId: string;
  at: string | null;
  /** The snapshot that is shown, once it is there. */
  shown: { id: string; observedAt: string } | null;
  compared: string | null;
  chosen: ReturnType<typeof useChoice>;
};

export function KeptPanel({ hostId, at, shown, compared, chosen }: KeptPanelProps) {
  const t = useTranslations('snapshots.kept');
  const errorText = useErrorText();
  const list = useKept(hostId, at);
  const { snapshots: kept, asOf } = list.data ?? { snapshots: [], asOf: '' };
  return (
    <Panel title={t('title')} hint={t('hint')}>
      {kept.length > 0 && shown !== null && (
        <CompareWith {...{ kept, at, shown }} choice={chosen.choice} choose={chosen.choose} />
      )}
      <DataTable
        label={t('table')}
        columns={useColumns({ kept, asOf, shown, compared, chosen })}
        rows={kept}
        keyOf={({ id }) => id}
        look="tight"
        height="list"
        empty={t(at === null ? 'empty' : 'emptyThen')}
        isLoading={list.isPending}
        failure={
          list.error !== null && list.data === undefined
            ? {
                text: errorText(list.error, { fallback: t('failed'), isRead: true }),
                onAgain: () => void list.refetch(),
              }
            : undefined
        }
      />
      {list.hasMore && (
        <div className="border-t border-line px-4 py-2 text-ink-2">
          {list.isWhole ? (
            t('older', { count: MAX_LIMIT })
          ) : (
            <Button size="small" disabled={list.isPlaceholderData} onClick={list.onMore}>
              {t('more')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

type TableProps = Pick<KeptPanelProps, 'shown' | 'compared' | 'chosen'> & {
  kept: readonly KeptSnapshot[];
  asOf: string;
};

function useColumns({ kept, asOf, shown, compared, chosen }: TableProps): Column<KeptSnapshot>[] {
  const t = useTranslations('snapshots.kept');
  const zone = useZone();
  const newest = newestOf(kept);
  const momentOf = ({ observedAt }: KeptSnapshot) => fullMoment(new Date(observedAt), zone);
  return [
    {
      id: 'first',
      header: t('first'),
      cell: (one) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <Shown
            {...{ one, asOf, chosen }}
            label={t('show', { moment: momentOf(one) })}
            isShown={one.id === shown?.id}
            isCompared={one.id === compared}
          />
          {one.id === newest?.id && <Badge>{t('newest')}</Badge>}
          {one.id === shown?.id && <Badge look="solid">{t('shown')}</Badge>}
          {one.id === compared && <Badge look="outlined">{t('compared')}</Badge>}
        </span>
      ),
    },
    {
      id: 'last',
      header: t('last'),
      cellClass: () => 'text-ink-2',
      cell: ({ lastSeenAt }) =>
        lastSeenAt === null ? t('forgotten') : <Time value={lastSeenAt} asOf={asOf} />,
    },
    {
      id: 'compare',
      header: t('compare'),
      isHeaderHidden: true,
      isRight: true,
      cell: (one) =>
        shown !== null &&
        one.id !== shown.id &&
        one.id !== compared && (
          <Button
            size="tiny"
            aria-label={t('compareWith', { moment: momentOf(one) })}
            onClick={() => chosen.choose(inOrder(one, shown, chosen.choice))}
          >
            {t('compare')}
          </Button>
        ),
    },
  ];
}

type ShownProps = Pick<TableProps, 'asOf' | 'chosen'> & {
  one: KeptSnapshot;
  label: string;
  isShown: boolean;
  isCompared: boolean;
};

function Shown({ one, asOf, chosen: { choose, addressOf }, label, isShown, isCompared }: ShownProps) {
  const choice = { shown: one.id, ...(isCompared && { compared: null }) };
  return (
    <Link
      className="link aria-[current]:font-semibold"
      href={addressOf(choice)}
      aria-label={label}
      aria-current={isShown ? 'true' : undefined}
      onNavigate={(event) => {
        // What is around it stays as it is: nothing of the page is asked for again.
        event.preventDefault();
        choose(choice);
      }}
    >
      <Time value={one.observedAt} asOf={asOf} />
    </Link>
  );
}

/** What was chosen to be shown is the later one of the two, unless the other one is; what the page shows always is. */
function inOrder(
  one: KeptSnapshot,
  shown: NonNullable<KeptPanelProps['shown']>,
  choice: SnapshotChoice,
): Partial<SnapshotChoice> {
  if (choice.shown !== null && one.observedAt > shown.observedAt)
    return { shown: one.id, compared: shown.id };
  return { compared: one.id };
}
