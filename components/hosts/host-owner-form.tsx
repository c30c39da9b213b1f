'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import { OWNER_CHARS_AT_MOST } from '@/lib/contracts/words/host-owner';

type FormProps = { hostId: string; owner: string | null; close: () => void };

/** Who is responsible for one host. */
export function HostOwnerForm({ hostId, owner, close }: FormProps) {
  const t = useTranslations('host.owner');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  // Lists, facets and files show the owner too, who may be another one although no answer came.
  const onSettled = async (_: unknown, failure: unknown) => {
    await queries.invalidateQueries();
    if (failure === null) close();
  };
  const { mutate, isPending, error } = useMutation(trpc.host.setOwner.mutationOptions({ onSettled }));

  function handleSubmit(said: FormData) {
    const text = String(said.get('owner')).trim();
    mutate({ hosts: [hostId], owner: text === '' ? null : text });
  }

  return (
    <Form className="grid gap-2" onSubmit={handleSubmit}>
      <TextField
        label={t('name')}
        hint={t('hint')}
        name="owner"
        defaultValue={owner ?? ''}
        maxLength={OWNER_CHARS_AT_MOST}
        autoComplete="off"
        // It opens at the press of a button for nothing else.
        autoFocus
      />
      {error !== null && <FormError>{errorText(error, { fallback: t('failed') })}</FormError>}
      <div className="flex gap-1">
        <Button type="submit" size="tiny" variant="primary" disabled={isPending}>
          {t('save')}
        </Button>
        <Button size="tiny" variant="quiet" onClick={close}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
