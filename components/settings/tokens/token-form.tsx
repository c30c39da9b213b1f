'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { type Reach, ReachFields } from '@/components/settings/operators/reach-fields';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Panel } from '@/components/ui/panel';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';
import type { CreatedApiToken } from '@/lib/contracts/administration';
import { DAY_SECONDS } from '@/lib/util/durations';

const DAYS = [7, 30, 90, 180, 366];
const DEFAULT_DAYS = 90;

type TokenFormProps = {
  mayGiveAll: boolean;
  onCancel: () => void;
  onMade: (made: CreatedApiToken & { name: string }) => void;
};

/** A token with a role, fabrics and an end. */
export function TokenForm({ mayGiveAll, onCancel, onMade }: TokenFormProps) {
  const t = useTranslations('settings.tokens');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [reach, setReach] = useState<Reach>({ role: 'viewer', fabrics: mayGiveAll ? null : [] });
  const [isWithout, setWithout] = useState(false);
  // The secret does not wait for the list.
  const onSettled = () => void queries.invalidateQueries(trpc.operator.listApiTokens.queryFilter());
  const options = { networkMode: 'always', onSettled } as const;
  const create = useMutation(trpc.operator.createApiToken.mutationOptions(options));

  function handleSubmit(form: FormData) {
    const { role, fabrics } = reach;
    setWithout(fabrics?.length === 0);
    if (fabrics?.length === 0) return;
    const name = String(form.get('name')).trim();
    const wish = { name, role, expiresInSeconds: Number(form.get('expiresInSeconds')) };
    create.mutate(fabrics === null ? wish : { ...wish, fabrics: [...fabrics] }, {
      onSuccess: (made) => onMade({ ...made, name }),
    });
  }

  return (
    <Panel title={t('create')} hint={t('createHint')}>
      <Form className="flex flex-wrap items-start gap-4 px-4 py-3 max-tablet:grid" onSubmit={handleSubmit}>
        <TextField
          label={t('column.name')}
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          placeholder={t('nameHint')}
          // It opens at the press of a button or from the search, for nothing else.
          autoFocus
        />
        <SelectField
          label={t('validFor')}
          name="expiresInSeconds"
          defaultValue={DEFAULT_DAYS * DAY_SECONDS}
          choices={DAYS.map((days) => ({ value: String(days * DAY_SECONDS), label: t('days', { days }) }))}
        />
        <ReachFields reach={reach} mayGiveAll={mayGiveAll} onChange={setReach} />
        <div className="flex w-full flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" disabled={create.isPending}>
            {t(create.isPending ? 'creating' : 'doCreate')}
          </Button>
          <Button variant="quiet" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </div>
        {isWithout && <FormError className="w-full">{t('noFabric')}</FormError>}
        {create.error !== null && (
          <FormError className="w-full">{errorText(create.error, { fallback: t('createFailed') })}</FormError>
        )}
      </Form>
    </Panel>
  );
}
