'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { type SelectionFormProps, useSelectionVerb } from '@/components/hosts/use-selection-verb';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import { OWNER_CHARS_AT_MOST } from '@/lib/contracts/words/host-owner';

/** Who is responsible for the chosen hosts. */
export function OwnerForm({ selection, count, close, onDone, onChanged }: SelectionFormProps) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const { mutate, isPending, errorText } = useSelectionVerb(trpc.host.setOwner, { onDone, onChanged });

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('owner')).trim();
    mutate({ ...selection, owner: text === '' ? null : text });
  }

  return (
    <form className="grid gap-2" onSubmit={handleSubmit}>
      <TextField
        label={t('owner.name', { count })}
        hint={t('owner.hint')}
        name="owner"
        maxLength={OWNER_CHARS_AT_MOST}
        autoComplete="off"
        // It opens at the press of a button for nothing else.
        autoFocus
      />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex gap-1">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('owner.do')}
        </Button>
        <Button size="small" variant="quiet" onClick={close}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
