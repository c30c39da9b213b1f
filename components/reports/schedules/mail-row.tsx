'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { FormRow } from '@/components/reports/form-row';
import type { RowProps } from '@/components/reports/schedules/rhythm-row';
import { addressesOf, badAddress } from '@/components/reports/schedules/schedule-draft';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';
import { OffReason } from '@/components/ui/off-reason';
import type { MailFacts } from '@/lib/contracts/schedules';
import { isInDomains, RECIPIENTS_AT_MOST } from '@/lib/contracts/words/schedules';
import { visibleText } from '@/lib/util/visible-text';

/** The recipients, and whether the file goes with the mail. Without a mail server the row says how to set one. */
export function MailRow({ draft, mail, onChange }: RowProps & { mail: MailFacts }) {
  const t = useTranslations('schedules');
  const reasonId = useId();
  if (!mail.isConfigured && draft.recipients === '')
    return (
      <FormRow title={t('form.mail')}>
        <p className="text-ink-2">{t('noMail')}</p>
      </FormRow>
    );
  return (
    <FormRow title={t('form.mail')}>
      <Recipients {...{ draft, onChange, domains: mail.domains }} />
      {!mail.isConfigured && <p className="text-small text-insecure-ink">{t('noMail')}</p>}
      <label className="flex items-center gap-2">
        <Checkbox
          checked={draft.attach}
          disabled={!mail.files && !draft.attach}
          aria-describedby={mail.files ? undefined : reasonId}
          onChange={({ target }) => onChange({ attach: target.checked })}
        />
        {t('form.attach')}
      </label>
      {!mail.files && <OffReason id={reasonId}>{t('form.noFiles')}</OffReason>}
    </FormRow>
  );
}

function Recipients({ draft, onChange, domains }: RowProps & Pick<MailFacts, 'domains'>) {
  const t = useTranslations('schedules.form');
  const error = useRecipientsError(draft, domains);
  return (
    <Field
      className="w-full"
      label={t('recipients')}
      hint={t('recipientsHint', { most: RECIPIENTS_AT_MOST })}
      error={error}
    >
      {({ id, describedBy, isInvalid }) => (
        <textarea
          id={id}
          rows={3}
          value={draft.recipients}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          className={inputClass({ kind: 'lines' })}
          onChange={({ target }) => onChange({ recipients: target.value })}
        />
      )}
    </Field>
  );
}

function useRecipientsError(draft: RowProps['draft'], domains: MailFacts['domains']): string | undefined {
  const t = useTranslations('schedules.form');
  const bad = badAddress(draft);
  if (bad !== null) return t('recipientsBad', { address: visibleText(bad) });
  const addresses = addressesOf(draft.recipients);
  const elsewhere = addresses.find((address) => !isInDomains(address, domains));
  if (elsewhere !== undefined)
    return t('recipientsElsewhere', {
      domains: domains?.join(', ') ?? '',
      address: visibleText(elsewhere),
    });
  return addresses.length > RECIPIENTS_AT_MOST
    ? t('recipientsMany', { most: RECIPIENTS_AT_MOST })
    : undefined;
}
