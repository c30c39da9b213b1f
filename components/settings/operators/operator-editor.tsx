'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { editEffect } from '@/components/settings/operators/edit-effect';
import type { Outcome } from '@/components/settings/operators/outcome-notice';
import { type Reach, ReachFields } from '@/components/settings/operators/reach-fields';
import { useOperatorStep } from '@/components/settings/operators/use-operator-step';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { OffReason } from '@/components/ui/off-reason';
import type { OperatorRow } from '@/lib/contracts/administration';
import { visibleText } from '@/lib/util/visible-text';

type EditorProps = {
  row: OperatorRow;
  isOwn: boolean;
  mayGiveAll: boolean;
  onClose: () => void;
  onOutcome: (outcome: Outcome) => void;
};

type Step = 'save' | 'disable' | 'reset';

/** Role, fabrics and account of one person. What it takes away is said before it is done. */
export function OperatorEditor({ row, isOwn, mayGiveAll, onClose, onOutcome }: EditorProps) {
  const t = useTranslations('settings.operators');
  const before: Reach = { role: row.role, fabrics: row.fabrics };
  const [reach, setReach] = useState(before);
  const [asked, setAsked] = useState<Exclude<Step, 'save'> | null>(null);
  const step = useOperatorStep(row, (outcome) => {
    onOutcome(outcome);
    onClose();
  });
  const isDisabled = row.disabledAt !== null;
  const { isChanged } = editEffect(before, reach);
  const reasonId = useId();
  const isWithout = reach.fabrics?.length === 0;
  const isOff = isWithout || !isChanged;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <span className="grid min-w-48 wrap-anywhere">
          <ForeignText className="font-semibold" text={row.name} />
          <ForeignText className="text-small text-ink-3" text={row.email} />
        </span>
        <ReachFields reach={reach} mayGiveAll={mayGiveAll} onChange={setReach} />
      </div>
      <Effect {...{ row, before, reach, isOwn, asked }} />
      {step.errorText !== null && <FormError>{step.errorText}</FormError>}
      <div className="flex flex-wrap justify-end gap-2">
        {asked === null ? (
          <>
            {isOff && (
              <span className="mr-auto self-center max-tablet:w-full">
                <OffReason id={reasonId}>{t(isWithout ? 'noFabric' : 'unchanged')}</OffReason>
              </span>
            )}
            {isDisabled ? (
              <Button size="small" disabled={step.isPending} onClick={() => step.disable(false)}>
                {t('enable')}
              </Button>
            ) : (
              <>
                <Button size="small" variant="onRaised" onClick={() => setAsked('reset')}>
                  {t('resetPassword')}
                </Button>
                <Button size="small" variant="onRaised" onClick={() => setAsked('disable')}>
                  {t('disable')}
                </Button>
              </>
            )}
            <Button size="small" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              size="small"
              variant="primary"
              disabled={isOff || step.isPending}
              aria-describedby={isOff ? reasonId : undefined}
              onClick={() => step.save(reach)}
            >
              {t('save')}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" onClick={() => setAsked(null)}>
              {t('cancel')}
            </Button>
            <Button
              size="small"
              variant="primary"
              disabled={step.isPending}
              onClick={() => (asked === 'disable' ? step.disable(true) : step.resetPassword())}
            >
              {t(asked === 'disable' ? 'doDisable' : 'doReset')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

type EffectProps = {
  row: OperatorRow;
  before: Reach;
  reach: Reach;
  isOwn: boolean;
  asked: Exclude<Step, 'save'> | null;
};

/** What the next press does to this person, as far as it is not what they wished for. */
function Effect({ row, before, reach, isOwn, asked }: EffectProps) {
  const t = useTranslations('settings.operators.effect');
  const { lost, endsTokens } = editEffect(before, reach);
  const name = visibleText(row.name);
  const isLowered = isOwn && reach.role !== 'administrator';
  const lines = {
    disable: [t('disable', { name })],
    reset: [t('reset', { name })],
    save: [
      isLowered ? t('ownRole') : null,
      isOwn && lost !== null ? t('ownFabrics') : null,
      lost === 'others' ? t('lostOthers', { name }) : null,
      Array.isArray(lost)
        ? t('lost', { name, fabrics: lost.map((each) => visibleText(each)).join(', ') })
        : null,
      endsTokens ? t('endsTokens') : null,
    ].filter((line) => line !== null),
  }[asked ?? 'save'];
  const own = asked === 'disable' && isOwn ? [t('ownDisable')] : [];
  if (lines.length === 0) return null;
  return (
    <div
      role="status"
      className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 rounded-pill border border-line-2 bg-surface px-3 py-2"
    >
      <Icon name="warn" className="mt-0.5" />
      <div className="grid gap-0.5">
        {[...lines, ...own].map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}
