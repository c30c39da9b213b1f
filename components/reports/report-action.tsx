'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { ReportDownloads } from '@/components/reports/report-downloads';
import { Button, buttonClass } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { againAddress } from '@/lib/client/report-address';
import { useTRPC } from '@/lib/client/trpc';
import type { ReportRow } from '@/lib/contracts/reports';

/** The one thing that helps in the state that it is in. */
export function ReportAction({ report }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const { state, failure, number } = report;
  if (state === 'ready') return <ReportDownloads report={report} />;
  if (state === 'queued' || state === 'running') return <Cancel report={report} />;
  const label = t(failure?.code === 'before_history' ? 'changePeriod' : 'again');
  return (
    <Link
      className={buttonClass({ size: 'small' })}
      href={againAddress(report)}
      aria-label={t('actionOf', { action: label, number })}
    >
      {label}
    </Link>
  );
}

function Cancel({ report: { id, number } }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const { mutate, isPending, errorText } = useCancel();
  return (
    <span className="grid justify-items-end gap-1">
      <Button
        size="small"
        disabled={isPending}
        onClick={() => mutate({ id })}
        aria-label={t('actionOf', { action: t('cancel'), number })}
      >
        {t('cancel')}
      </Button>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </span>
  );
}

/** Ends the making of a report. Whatever came of it, the list is asked for again. */
function useCancel() {
  const t = useTranslations('reports');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries(trpc.report.pathFilter());
  const { mutate, isPending, error } = useMutation(trpc.report.cancel.mutationOptions({ onSettled }));
  const told = error && errorText(error, { conflict: t('cancelTooLate'), fallback: t('cancelFailed') });
  return { mutate, isPending, errorText: told };
}
