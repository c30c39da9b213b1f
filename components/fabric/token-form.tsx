'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import type { CreatedEnrollmentToken } from '@/lib/contracts/procedures';
import { DAY_SECONDS, HOUR_SECONDS } from '@/lib/util/durations';

const USES = [1, 2, 4, 8, 16, 32, 64, 128, 512];
const DEFAULT_USES = 32;
const DEFAULT_HOURS = 24;
/** No fabric can have this name, since names are trimmed. */
const NEW_FABRIC = ' ';

type TokenFormProps = { chosen: string | null; onCreated: (created: CreatedEnrollmentToken) => void };

export function TokenForm({ chosen, onCreated }: TokenFormProps) {
  const t = useTranslations('enrol');
  const trpc = useTRPC();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  const preset = fabrics.find(({ name }) => name === chosen) ?? fabrics[0];
  const [fabric, setFabric] = useState(preset?.name ?? NEW_FABRIC);
  const create = useCreateToken();
  const errorText = useErrorText();

  function handleSubmit(values: FormData) {
    const newName = fabric === NEW_FABRIC ? String(values.get('fabricName')).trim() : null;
    create.mutate(
      {
        fabric: newName ?? fabric,
        isNew: newName !== null && !fabrics.some(({ name }) => name === newName),
        uses: Number(values.get('uses')),
        expiresInSeconds: Number(values.get('expiresInSeconds')),
      },
      {
        onSuccess: (created) => {
          setFabric(created.fabric);
          onCreated(created);
        },
      },
    );
  }

  return (
    <Form className="mt-3 flex flex-wrap items-end gap-2" onSubmit={handleSubmit}>
      {fabrics.length > 0 && (
        <SelectField
          label={t('token.fabric')}
          value={fabric}
          onChange={(event) => setFabric(event.target.value)}
          choices={[
            ...fabrics.map(({ name }) => ({ value: name, label: name })),
            { value: NEW_FABRIC, label: t('token.newFabric') },
          ]}
        />
      )}
      {fabric === NEW_FABRIC && (
        <TextField
          label={t('token.fabricName')}
          name="fabricName"
          required
          maxLength={100}
          autoComplete="off"
        />
      )}
      <SelectField
        label={t('token.hosts')}
        name="uses"
        defaultValue={DEFAULT_USES}
        choices={USES.map((uses) => ({ value: String(uses), label: String(uses) }))}
      />
      <ValidFor />
      <Button type="submit" variant="primary" disabled={create.isPending}>
        {create.isPending ? t('token.creating') : t('token.create')}
      </Button>
      {create.error !== null && (
        <FormError className="mt-3">
          {errorText(create.error, { conflict: t('error.conflict'), fallback: t('error.failed') })}
        </FormError>
      )}
    </Form>
  );
}

function ValidFor() {
  const t = useTranslations('enrol.token');
  const hours = [1, 8, DEFAULT_HOURS].map((count) => ({
    value: String(count * HOUR_SECONDS),
    label: t('hours', { hours: count }),
  }));
  const days = [7, 30].map((count) => ({
    value: String(count * DAY_SECONDS),
    label: t('days', { days: count }),
  }));
  return (
    <SelectField
      label={t('validFor')}
      name="expiresInSeconds"
      defaultValue={DEFAULT_HOURS * HOUR_SECONDS}
      choices={[...hours, ...days]}
    />
  );
}

type TokenWish = { fabric: string; isNew: boolean; uses: number; expiresInSeconds: number };

/** A token, and its fabric first where there is none of that name. */
function useCreateToken() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const createFabric = useMutation(trpc.fabric.create.mutationOptions());
  const createToken = useMutation(trpc.enrollment.createToken.mutationOptions());
  return useMutation({
    // The secret does not wait for the list.
    onSettled: () => void queryClient.invalidateQueries(trpc.enrollment.listTokens.queryFilter()),
    mutationFn: async ({ fabric, isNew, uses, expiresInSeconds }: TokenWish) => {
      if (isNew) {
        await createFabric.mutateAsync({ name: fabric });
        await queryClient.invalidateQueries(trpc.fabric.list.queryFilter());
      }
      return createToken.mutateAsync({ fabric, uses, expiresInSeconds });
    },
  });
}
