'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { useTRPC } from '@/lib/client/trpc';

/** Pauses, resumes or deletes. Whatever came of it, the list is asked for again. */
export function useScheduleStep() {
  const t = useTranslations('schedules');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries(trpc.schedule.pathFilter());
  const update = useMutation(trpc.schedule.update.mutationOptions({ onSettled }));
  const remove = useMutation(trpc.schedule.delete.mutationOptions({ onSettled }));
  const error = update.error ?? remove.error;
  return {
    enable: (id: string, enabled: boolean) => update.mutate({ id, enabled }),
    remove: (id: string) => remove.mutate({ id }),
    isPending: update.isPending || remove.isPending,
    errorText: error && errorText(error, { fallback: t('stepFailed') }),
  };
}
