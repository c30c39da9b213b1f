'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ApprovalEffect } from '@/components/exceptions/approval-effect';
import type { Rights } from '@/components/exceptions/rights';
import { useExceptionError, useExceptionStep } from '@/components/exceptions/use-exception-step';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { useTRPC } from '@/lib/client/trpc';
import type { ExceptionRow } from '@/lib/contracts/exception';

type ActionProps = { row: ExceptionRow; rights: Rights; label: string };

/** The table offers only what waits for somebody. Everything else is done beside the details. */
export function ExceptionAction({ row, rights, label }: ActionProps) {
  const t = useTranslations('exceptions');
  if (row.state !== 'requested' || !rights.mayApprove) return null;
  if (row.isOwn)
    return <p className="ml-auto max-w-40 text-small text-ink-2 max-tablet:max-w-28">{t('ownRequest')}</p>;
  return <Confirmed step="approve" id={row.id} label={label} size="tiny" />;
}

type ConfirmedProps = {
  step: 'approve' | 'withdraw';
  id: string;
  /** Names the exception for people who do not see the row. */
  label: string;
  size?: 'tiny' | 'small';
};

/** A step that is not taken back: the first press says what it does, the second does it. */
export function Confirmed({ step, id, label, size = 'small' }: ConfirmedProps) {
  const t = useTranslations('exceptions');
  const [isAsked, setAsked] = useState(false);
  const effectId = useId();
  const { mutate, isPending, errorText } = useExceptionStep(step);
  const effect = useEffectOf(id, isAsked && step === 'approve');
  if (!isAsked)
    return (
      <Button size={size} onClick={() => setAsked(true)} aria-label={`${t(step)} ${label}`}>
        {t(step)}
      </Button>
    );
  return (
    <div className="grid justify-items-end gap-1 text-right">
      <div id={effectId} className="grid max-w-55 gap-1 text-small text-ink-2 max-tablet:max-w-36">
        {effect.text}
        <p>{t(`confirm.${step}`)}</p>
      </div>
      <span className="flex gap-1">
        <Button size={size} variant="quiet" onClick={() => setAsked(false)}>
          {t('cancel')}
        </Button>
        <Button
          size={size}
          variant="primary"
          disabled={isPending || !effect.isKnown}
          aria-describedby={effectId}
          onClick={() => mutate({ id })}
        >
          {t(`do.${step}`)}
        </Button>
      </span>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </div>
  );
}

/** Nobody approves before what it would do has been shown. */
function useEffectOf(id: string, isAsked: boolean) {
  const t = useTranslations('exceptions');
  const trpc = useTRPC();
  const told = useExceptionError();
  const { data, error } = useQuery({
    ...trpc.exception.get.queryOptions({ id, at: null }),
    enabled: isAsked,
  });
  if (!isAsked) return { isKnown: true, text: null };
  if (data === undefined) return { isKnown: false, text: error === null ? t('effect.loading') : told(error) };
  return { isKnown: true, text: data.ifApproved && <ApprovalEffect effect={data.ifApproved} /> };
}
