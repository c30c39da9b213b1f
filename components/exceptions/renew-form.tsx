'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DateFields, LongText } from '@/components/exceptions/term-fields';
import { useRenewal } from '@/components/exceptions/use-exception-step';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { endOfDay } from '@/lib/client/time-field';
import type { ExceptionDetail } from '@/lib/contracts/exception';

/** Another exception that follows this one, and has to be approved anew. */
export function RenewForm({ exception }: { exception: ExceptionDetail }) {
  const t = useTranslations('exceptions');
  const [isOpen, setOpen] = useState(false);
  const { mutate, isPending, errorText } = useRenewal();

  function handleSubmit(values: FormData) {
    const day = (name: string) => endOfDay(String(values.get(name)));
    const reason = String(values.get('reason'));
    mutate({ id: exception.id, reason, reviewAt: day('reviewAt'), endsAt: day('endsAt') });
  }

  if (!isOpen)
    return (
      <div>
        <Button size="small" onClick={() => setOpen(true)}>
          {t('renew')}
        </Button>
      </div>
    );
  return (
    <Form className="grid gap-3" onSubmit={handleSubmit}>
      <p className="text-small text-ink-2">{t('form.renewLead')}</p>
      <LongText label={t('form.reason')} name="reason" />
      <DateFields />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex gap-2">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('form.renew')}
        </Button>
        <Button size="small" variant="quiet" onClick={() => setOpen(false)}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
