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

type ActionProps = {
  row: ExceptionRow;
  rights: Rights;
  label: string;
  isAsked: boolean;
  onAsk: () => void;
};

/** The table offers only what waits for somebody. Everything else is done beside the details. */
export function ExceptionAction({ row, rights, label, isAsked, onAsk }: ActionProps) {
  const t = useTranslations('exceptions');
  if (row.state !== 'requested' || !rights.mayApprove) return null;
  if (row.isOwn)
    return <p className="ml-auto max-w-40 text-small text-ink-2 max-tablet:hidden">{t('ownRequest')}</p>;
  return (
    <Button size="tiny" aria-expanded={isAsked} onClick={onAsk} aria-label={`${t('approve')} ${label}`}>
      {t('approve')}
    </Button>
  );
}

type Step = 'approve' | 'withdraw';

/** A step that is not taken back: the first press says what it does, the second does it. */
export function Confirmed({ step, id, label }: { step: Step; id: string; label: string }) {
  const t = useTranslations('exceptions');
  const [isAsked, setAsked] = useState(false);
  if (isAsked)
    return (
      <div className="basis-full">
        <Question step={step} id={id} onCancel={() => setAsked(false)} />
      </div>
    );
  return (
    <Button size="small" onClick={() => setAsked(true)} aria-label={`${t(step)} ${label}`}>
      {t(step)}
    </Button>
  );
}

type QuestionProps = { step: Step; id: string; onCancel: () => void };

/** What a step does, in sentences that have room, and then the step. */
export function Question({ step, id, onCancel }: QuestionProps) {
  const t = useTranslations('exceptions');
  const effectId = useId();
  const { mutate, isPending, errorText } = useExceptionStep(step);
  const effect = useEffectOf(id, step === 'approve');
  return (
    <div className="grid justify-items-start gap-2">
      <div id={effectId} className="grid max-w-[92ch] gap-1 text-ink-2">
        {effect.text}
        <p>{t(`confirm.${step}`)}</p>
      </div>
      <span className="flex gap-1">
        <Button size="small" variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button
          size="small"
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
