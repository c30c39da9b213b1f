'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import type { FabricRow } from '@/lib/contracts/procedures';

/** The name of a new fabric, or another one of a fabric that is there. */
export function FabricNameForm({ fabric, onDone }: { fabric: FabricRow | null; onDone: () => void }) {
  const t = useTranslations('settings.fabrics');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const options = {
    networkMode: 'always',
    onSuccess: onDone,
    // Every list and figure names its fabric.
    onSettled: () => void queries.invalidateQueries(),
  } as const;
  const create = useMutation(trpc.fabric.create.mutationOptions(options));
  const rename = useMutation(trpc.fabric.rename.mutationOptions(options));
  const error = create.error ?? rename.error;
  const isPending = create.isPending || rename.isPending;

  function handleSubmit(said: FormData) {
    const name = String(said.get('name')).trim();
    if (fabric === null) create.mutate({ name });
    else rename.mutate({ fabric: fabric.id, name });
  }

  return (
    <Form className="flex flex-wrap items-end gap-3" onSubmit={handleSubmit}>
      <TextField
        label={t('column.name')}
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={fabric?.name}
      />
      <Button type="submit" variant="primary" disabled={isPending}>
        {t(fabric === null ? 'doCreate' : 'doRename')}
      </Button>
      <Button variant="quiet" onClick={onDone}>
        {t('cancel')}
      </Button>
      {error !== null && (
        <FormError className="w-full">
          {errorText(error, { conflict: t('taken'), fallback: t('failed') })}
        </FormError>
      )}
    </Form>
  );
}
