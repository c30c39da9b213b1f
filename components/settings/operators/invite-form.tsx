'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import type { Outcome } from '@/components/settings/operators/outcome-notice';
import { type Reach, ReachFields } from '@/components/settings/operators/reach-fields';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import { useTRPC } from '@/lib/client/trpc';

type InviteFormProps = { mayGiveAll: boolean; onCancel: () => void; onInvited: (outcome: Outcome) => void };

/** Somebody new, who chooses a password by the link that comes of it. */
export function InviteForm({ mayGiveAll, onCancel, onInvited }: InviteFormProps) {
  const t = useTranslations('settings.operators');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [reach, setReach] = useState<Reach>({
    role: 'operator',
    fabrics: mayGiveAll ? null : [],
  });
  const [isWithout, setWithout] = useState(false);
  // The link does not wait for the list.
  const onSettled = () => void queries.invalidateQueries(trpc.operator.list.queryFilter());
  const options = { networkMode: 'always', onSettled } as const;
  const invite = useMutation(trpc.operator.invite.mutationOptions(options));

  function handleSubmit(form: FormData) {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const { role, fabrics } = reach;
    setWithout(fabrics?.length === 0);
    if (fabrics?.length === 0) return;
    const person = { email: text('email'), name: text('name'), role };
    invite.mutate(fabrics === null ? person : { ...person, fabrics: [...fabrics] }, {
      onSuccess: ({ invitation }) => onInvited({ kind: 'invited', name: person.name, ...invitation }),
    });
  }

  return (
    <Panel title={t('invite')} hint={t('inviteHint')}>
      <Form className="flex flex-wrap items-start gap-4 px-4 py-3 max-tablet:grid" onSubmit={handleSubmit}>
        <TextField
          label={t('column.name')}
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          // It opens at the press of a button or from the search, for nothing else.
          autoFocus
        />
        <TextField label={t('email')} name="email" type="email" required maxLength={254} autoComplete="off" />
        <ReachFields reach={reach} mayGiveAll={mayGiveAll} onChange={setReach} />
        <div className="flex w-full flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" disabled={invite.isPending}>
            {t(invite.isPending ? 'inviting' : 'doInvite')}
          </Button>
          <Button variant="quiet" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </div>
        {isWithout && <FormError className="w-full">{t('noFabric')}</FormError>}
        {invite.error !== null && (
          <FormError className="w-full">
            {errorText(invite.error, { conflict: t('emailTaken'), fallback: t('inviteFailed') })}
          </FormError>
        )}
      </Form>
    </Panel>
  );
}
