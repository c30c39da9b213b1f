'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PasswordFields, type PasswordMistake, passwordMistake } from '@/components/auth/password-fields';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { PageTitle } from '@/components/ui/page-title';
import { errorCodeOf } from '@/lib/client/error-code';
import { signIn } from '@/lib/client/session';
import { useTRPC } from '@/lib/client/trpc';
import type { InvitedPerson } from '@/lib/contracts/administration';

type InvitationFormProps = { token: string; person: InvitedPerson };

/** A person who was invited, or whose password was reset, chooses a password and is signed in. */
export function InvitationForm({ token, person: { name, email } }: InvitationFormProps) {
  const t = useTranslations('auth.invitation');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [mistake, setMistake] = useState<PasswordMistake | null>(null);
  const accept = useMutation(trpc.operator.acceptInvitation.mutationOptions({ networkMode: 'always' }));

  async function handleSubmit(values: FormData) {
    const found = passwordMistake(values);
    setMistake(found);
    if (found !== null) return;
    const password = String(values.get('password'));
    accept.mutate(
      { token, password },
      {
        onSuccess: async () => {
          const isSignedIn = (await signIn({ email, password })) === null;
          window.location.assign(isSignedIn ? '/' : '/sign-in');
        },
      },
    );
  }

  return (
    <Form
      className="grid w-96 max-w-full gap-4 rounded-panel border border-line bg-surface p-6"
      onSubmit={handleSubmit}
      method="post"
    >
      <PageTitle>{t('title')}</PageTitle>
      <p className="text-ink-2">{t('intro')}</p>
      <p className="grid wrap-anywhere">
        <ForeignText className="font-semibold" text={name} />
        <ForeignText className="text-ink-2" text={email} />
      </p>
      {accept.error !== null && (
        <FormError>
          {errorCodeOf(accept.error) === 'not_found'
            ? t('goneBody')
            : errorText(accept.error, { fallback: t('failed') })}
        </FormError>
      )}
      {/* Password managers keep it under this name. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordFields mistake={mistake} />
      <Button
        type="submit"
        variant="primary"
        className="w-full justify-center"
        disabled={accept.isPending || accept.isSuccess}
      >
        {t(accept.isPending || accept.isSuccess ? 'submitting' : 'submit')}
      </Button>
    </Form>
  );
}
