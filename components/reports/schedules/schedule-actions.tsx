'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Button, buttonClass } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { scheduleAddress } from '@/lib/client/schedule-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { ScheduleRow } from '@/lib/contracts/schedules';
import { visibleText } from '@/lib/util/visible-text';

/** What its owner and administrators may do with a schedule; everybody else sees none of it. */
export function ScheduleActions({ row }: { row: ScheduleRow }) {
  const t = useTranslations('schedules');
  const scope = useScope();
  const step = useScheduleStep();
  const [isAsked, setAsked] = useState(false);
  if (!row.mayChange) return null;
  const label = (action: string) => t('of', { action, name: visibleText(row.name) });
  const toggle = t(row.enabled ? 'pause' : 'resume');
  return (
    <span className="grid justify-items-end gap-1">
      {isAsked ? (
        <ConfirmDelete row={row} step={step} onCancel={() => setAsked(false)} />
      ) : (
        <span className="flex flex-wrap justify-end gap-1 desk:flex-nowrap">
          <Button
            size="tiny"
            aria-label={label(toggle)}
            disabled={step.isPending}
            onClick={() => step.enable(row.id, !row.enabled)}
          >
            {toggle}
          </Button>
          <Link
            className={buttonClass({ size: 'tiny' })}
            aria-label={label(t('edit'))}
            href={inScope(scheduleAddress(row.id), scope)}
          >
            {t('edit')}
          </Link>
          <Button size="tiny" aria-label={label(t('delete'))} onClick={() => setAsked(true)}>
            {t('delete')}
          </Button>
        </span>
      )}
      {step.errorText !== null && <FormError>{step.errorText}</FormError>}
    </span>
  );
}

type ConfirmProps = { row: ScheduleRow; step: ReturnType<typeof useScheduleStep>; onCancel: () => void };

/** Not taken back: the first press says what it does, the second does it. */
function ConfirmDelete({ row, step, onCancel }: ConfirmProps) {
  const t = useTranslations('schedules');
  return (
    <span className="grid justify-items-end gap-1 text-right">
      <span className="max-w-75 text-small text-ink-2">{t('confirmDelete')}</span>
      <span className="flex flex-wrap justify-end gap-1">
        <Button size="tiny" variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button size="tiny" variant="primary" disabled={step.isPending} onClick={() => step.remove(row.id)}>
          {t('doDelete')}
        </Button>
      </span>
    </span>
  );
}

/** Pauses, resumes or deletes. Whatever came of it, the list is asked for again. */
function useScheduleStep() {
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
