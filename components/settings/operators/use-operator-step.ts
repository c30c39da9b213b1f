'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import type { Outcome } from '@/components/settings/operators/outcome-notice';
import type { Reach } from '@/components/settings/operators/reach-fields';
import { useTRPC } from '@/lib/client/trpc';
import type { OperatorRow } from '@/lib/contracts/administration';

type Done = (outcome: Outcome) => void;

/** Changes one account. Whatever came of it, the list is asked for again. */
export function useOperatorStep({ id, name }: OperatorRow, onDone: Done) {
  const t = useTranslations('settings.operators');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  // A paused mutation would say nothing while the browser is offline.
  const options = {
    networkMode: 'always',
    onSettled: () => queries.invalidateQueries(trpc.operator.pathFilter()),
  } as const;
  const change = useMutation(trpc.operator.change.mutationOptions(options));
  const renew = useMutation(trpc.operator.renewPassword.mutationOptions(options));
  const error = change.error ?? renew.error;
  return {
    save: ({ role, fabrics }: Reach) =>
      change.mutate(
        { id, role, fabrics: fabrics && [...fabrics] },
        { onSuccess: ({ ended }) => onDone({ kind: 'changed', name, ended }) },
      ),
    disable: (disabled: boolean) =>
      change.mutate(
        { id, disabled },
        { onSuccess: ({ ended }) => onDone({ kind: disabled ? 'disabled' : 'enabled', name, ended }) },
      ),
    resetPassword: () =>
      renew.mutate(
        { id },
        {
          onSuccess: ({ invitation, ended }) =>
            invitation && onDone({ kind: 'reset', name, ...invitation, ended }),
        },
      ),
    isPending: change.isPending || renew.isPending,
    errorText: error && errorText(error, { conflict: t('lastAdministrator'), fallback: t('changeFailed') }),
  };
}
