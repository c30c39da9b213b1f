'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { type HostChoice, selectionInput } from '@/components/hosts/host-choice';
import { errorCodeOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import type { AcknowledgementPreview } from '@/lib/contracts/acknowledgement';

type ReachProps = {
  choice: HostChoice;
  /** When the list on screen was told; null once other hosts match than were selected. */
  asOf: string | null;
  /** Other hosts match now than were selected, and the list on screen is of now. */
  onChanged: () => void;
};

/** How many of the chosen hosts can be acknowledged, before anybody writes why. */
export function AcknowledgeReach({ choice, asOf, onChanged }: ReachProps) {
  const t = useTranslations('selection.acknowledge');
  const options = useTRPC().host.previewAcknowledgement.mutationOptions();
  const queries = useQueryClient();
  const input = useMemo(() => selectionInput(choice), [choice]);
  const [reach, setReach] = useState<{ of: unknown; found: AcknowledgementPreview } | null>(null);
  const { mutate, error } = useMutation({
    ...options,
    onSuccess: (found, of) => setReach({ of, found }),
    onError: async (failure, of) => {
      // Whoever has chosen anew meanwhile is told nothing of what was chosen before.
      if (errorCodeOf(failure) !== 'selection_changed' || of !== input) return;
      await queries.invalidateQueries();
      onChanged();
    },
  });
  // A selection of many hosts is too long for the address of a query. Others may have acknowledged some since, and it is asked
  // again with each newer list.
  useEffect(() => {
    if (asOf !== null) mutate(input);
  }, [mutate, input, asOf]);
  // That other hosts match is told above.
  const isUnknown = error !== null && errorCodeOf(error) !== 'selection_changed';
  const data = asOf !== null && reach?.of === input && error === null ? reach.found : null;
  return (
    // Its line is there before it, so that the form below does not move.
    <p role="status" className="mb-2 min-h-lh">
      {isUnknown && t('reachFailed')}
      {data && reachOf(data)}
      {data && data.acknowledged > 0 && ` ${t('replaces', { count: data.acknowledged })}`}
    </p>
  );

  function reachOf({ count, acknowledgeable }: AcknowledgementPreview): string {
    if (acknowledgeable === count) return t('reachAll', { count });
    return t('reach', { count, can: acknowledgeable, able: count - acknowledgeable });
  }
}
