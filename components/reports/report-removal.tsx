'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { ReportDetail } from '@/lib/contracts/reports';

/** Not taken back: the first press says what it does, the second does it. */
export function ReportRemoval({ report: { id, mayRemove } }: { report: ReportDetail }) {
  const t = useTranslations('reports');
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending, errorText } = useRemoval();
  if (!mayRemove) return null;
  if (!isAsked)
    return (
      <Button size="small" onClick={() => setAsked(true)}>
        {t('remove')}
      </Button>
    );
  return (
    <span className="grid justify-items-end gap-1 text-right">
      <span className="max-w-75 text-small text-ink-2">{t('confirmRemove')}</span>
      <span className="flex flex-wrap justify-end gap-1">
        <Button size="small" variant="quiet" onClick={() => setAsked(false)}>
          {t('keep')}
        </Button>
        <Button size="small" variant="primary" disabled={isPending} onClick={() => mutate({ id })}>
          {t('doRemove')}
        </Button>
      </span>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </span>
  );
}

/** Afterwards there is nothing more to see of it here. */
function useRemoval() {
  const t = useTranslations('reports');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const scope = useScope();
  const errorText = useErrorText();
  const onSuccess = async () => {
    router.push(inScope(reportsAddress(), scope));
    await queries.invalidateQueries(trpc.report.list.pathFilter());
  };
  const { mutate, isPending, error } = useMutation(trpc.report.delete.mutationOptions({ onSuccess }));
  const told = error && errorText(error, { conflict: t('keptYet'), fallback: t('removeFailed') });
  return { mutate, isPending, errorText: told };
}
