'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type SelectionFormProps, useSelectionVerb } from '@/components/hosts/use-selection-verb';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import { OWNER_CHARS_AT_MOST } from '@/lib/contracts/words/host-owner';

/** Who is responsible for the chosen hosts. To have nobody is a button of its own, which an empty field and Enter are not. */
export function OwnerForm({ selection, count, close, onDone, onChanged }: SelectionFormProps) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const setting = useSelectionVerb(trpc.host.setOwner, { onDone, onChanged });
  const removing = useSelectionVerb(trpc.host.setOwner, {
    onDone: (result) => onDone(result, 'ownerRemoved'),
    onChanged,
  });
  const isPending = setting.isPending || removing.isPending;
  const errorText = setting.errorText ?? removing.errorText;

  function handleSubmit() {
    setting.mutate({ ...selection, owner: text.trim() });
  }

  return (
    <Form className="grid gap-2" onSubmit={handleSubmit}>
      <TextField
        label={t('owner.name', { count })}
        name="owner"
        required
        value={text}
        onChange={({ target }) => setText(target.value)}
        maxLength={OWNER_CHARS_AT_MOST}
        autoComplete="off"
        // It opens at the press of a button for nothing else.
        autoFocus
      />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex flex-wrap gap-1">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('owner.do')}
        </Button>
        <Button
          size="small"
          disabled={isPending}
          onClick={() => removing.mutate({ ...selection, owner: null })}
        >
          {t('owner.remove', { count })}
        </Button>
        <Button size="small" variant="quiet" onClick={close}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
