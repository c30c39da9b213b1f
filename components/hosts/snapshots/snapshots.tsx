'use client';

import { useQuery } from '@tanstack/react-query';
import { ComparisonPanel, useComparison } from '@/components/hosts/snapshots/comparison-panel';
import { KeptPanel } from '@/components/hosts/snapshots/kept-panel';
import { ShownPanel } from '@/components/hosts/snapshots/shown-panel';
import { useChoice } from '@/components/hosts/snapshots/use-choice';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** A chosen snapshot never changes; what the page shows does. */
function useShown(hostId: string, at: string | null, reference: string | null) {
  const { snapshot } = useTRPC();
  const newest = snapshot.raw.queryOptions({ hostId, at }, watching(PAGE_EVERY_MS, at));
  const chosen = snapshot.raw.queryOptions(
    { hostId, at, snapshot: reference ?? '' },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return useQuery(reference === null ? newest : chosen);
}

/** Which snapshots are kept, what one says, and what differs between two. */
export function Snapshots({ hostId, at }: { hostId: string; at: string | null }) {
  const chosen = useChoice();
  const { choice, choose } = chosen;
  const snapshot = useShown(hostId, at, choice.shown);
  const shown = snapshot.data ?? null;
  const { compared } = choice;
  const comparison = useComparison({ hostId, at, from: compared, to: shown?.id ?? null });
  const comparedId = compared === null ? null : (comparison.data?.from.id ?? null);
  return (
    <>
      <KeptPanel {...{ hostId, at, shown, chosen }} compared={comparedId} />
      {compared !== null && (
        <ComparisonPanel
          comparison={comparison}
          from={compared}
          to={choice.shown}
          onClose={() => choose({ compared: null })}
        />
      )}
      <ShownPanel
        {...{ hostId, at, snapshot }}
        reference={choice.shown}
        onNewest={() => choose({ shown: null })}
      />
    </>
  );
}
