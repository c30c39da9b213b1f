'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Time } from '@/components/fleet/time';
import { CompareWith } from '@/components/hosts/snapshots/compare-with';
import { PartFailed, PartLoading } from '@/components/hosts/snapshots/part-state';
import { newestOf } from '@/components/hosts/snapshots/snapshot-before';
import type { useChoice } from '@/components/hosts/snapshots/use-choice';
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
  const list = useKept(hostId, at);
  const { snapshots: kept, asOf } = list.data ?? { snapshots: [], asOf: '' };
  return (
    <Panel title={t('title')} hint={t('hint')}>
      {list.data === undefined && list.error === null && <PartLoading>{t('loading')}</PartLoading>}
      {list.error !== null && list.data === undefined && (
        <PartFailed error={list.error} fallback={t('failed')} onAgain={() => list.refetch()} />
      )}
      {list.data !== undefined && kept.length === 0 && (
        <p className="p-4 text-ink-2">{at === null ? t('empty') : t('emptyThen')}</p>
      )}
      {kept.length > 0 && (
        <>
          {shown !== null && (
            <CompareWith {...{ kept, at, shown }} choice={chosen.choice} choose={chosen.choose} />
          )}
          <KeptTable {...{ kept, asOf, shown, compared, chosen }} />
        </>
      )}
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

function KeptTable({ kept, asOf, shown, compared, chosen }: TableProps) {
  const t = useTranslations('snapshots.kept');
  const newest = newestOf(kept);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reached by the keyboard.
    <section className="max-h-72 overflow-y-auto" aria-label={t('table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>{t('first')}</th>
            <th>{t('last')}</th>
            <th>
              <span className="sr-only">{t('compare')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {kept.map((one) => (
            <KeptRow
              key={one.id}
              {...{ one, asOf, shown, chosen }}
              isNewest={one.id === newest?.id}
              isCompared={one.id === compared}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps = Pick<TableProps, 'asOf' | 'shown' | 'chosen'> & {
  one: KeptSnapshot;
  isNewest: boolean;
  isCompared: boolean;
};

function KeptRow({ one, asOf, shown, chosen, isNewest, isCompared }: RowProps) {
  const { choose, addressOf } = chosen;
  const t = useTranslations('snapshots.kept');
  const moment = fullMoment(new Date(one.observedAt), useZone());
  const isShown = one.id === shown?.id;
  const choice = { shown: one.id, ...(isCompared && { compared: null }) };
  return (
    <tr>
      <td>
        <span className="flex flex-wrap items-center gap-x-2">
          <Link
            className="link aria-[current]:font-semibold"
            href={addressOf(choice)}
            aria-label={t('show', { moment })}
            aria-current={isShown ? 'true' : undefined}
            onNavigate={(event) => {
              // What is around it stays as it is: nothing of the page is asked for again.
              event.preventDefault();
              choose(choice);
            }}
          >
            <Time value={one.observedAt} asOf={asOf} />
          </Link>
          {isNewest && <Badge>{t('newest')}</Badge>}
          {isShown && <Badge look="solid">{t('shown')}</Badge>}
          {isCompared && <Badge look="outlined">{t('compared')}</Badge>}
        </span>
      </td>
      <td className="text-ink-2">
        {one.lastSeenAt === null ? t('forgotten') : <Time value={one.lastSeenAt} asOf={asOf} />}
      </td>
      <td className="text-right">
        {shown !== null && !isShown && !isCompared && (
          <Button
            size="tiny"
            aria-label={t('compareWith', { moment })}
            onClick={() => choose(inOrder(one, shown, chosen.choice))}
          >
            {t('compare')}
          </Button>
        )}
      </td>
    </tr>
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
