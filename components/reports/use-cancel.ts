'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { useTRPC } from '@/lib/client/trpc';

/** Ends the making of a report. Whatever came of it, the list is asked for again. */
export function useCancel() {
  const t = useTranslations('reports');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries(trpc.report.pathFilter());
  const { mutate, isPending, error } = useMutation(trpc.report.cancel.mutationOptions({ onSettled }));
  const told = error && errorText(error, { conflict: t('cancelTooLate'), fallback: t('cancelFailed') });
  return { mutate, isPending, errorText: told };
}
