'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Rights } from '@/components/exceptions/rights';
import { useExceptionStep } from '@/components/exceptions/use-exception-step';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import type { ExceptionRow } from '@/lib/contracts/exception';

type ActionProps = { row: ExceptionRow; rights: Rights; label: string };

/** In the table: what waits for somebody. Everything else is done beside the details. */
export function ExceptionAction({ row, rights, label }: ActionProps) {
  const t = useTranslations('exceptions');
  if (row.state !== 'requested' || !rights.mayApprove) return null;
  if (row.isOwn)
    return (
      <Button size="tiny" disabled title={t('otherPerson')}>
        {t('approve')}
      </Button>
    );
  return <Confirmed step="approve" id={row.id} label={label} size="tiny" />;
}

type ConfirmedProps = {
  step: 'approve' | 'withdraw';
  id: string;
  /** Of which one, for who does not see the row. */
  label: string;
  size?: 'tiny' | 'small';
};

/** A step that is not taken back: the first press says what it does, the second does it. */
export function Confirmed({ step, id, label, size = 'small' }: ConfirmedProps) {
  const t = useTranslations('exceptions');
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending, errorText } = useExceptionStep(step);
  if (!isAsked)
    return (
      <Button size={size} onClick={() => setAsked(true)} aria-label={`${t(step)} ${label}`}>
        {t(step)}
      </Button>
    );
  return (
    <span className="grid justify-items-end gap-1 text-right">
      <span className="max-w-55 text-small text-ink-2">{t(`confirm.${step}`)}</span>
      <span className="flex gap-1">
        <Button size={size} variant="quiet" onClick={() => setAsked(false)}>
          {t('cancel')}
        </Button>
        <Button size={size} variant="primary" disabled={isPending} onClick={() => mutate({ id })}>
          {t(`do.${step}`)}
        </Button>
      </span>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </span>
  );
}
