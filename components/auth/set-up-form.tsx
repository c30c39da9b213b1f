'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PasswordFields, type PasswordMistake, passwordMistake } from '@/components/auth/password-fields';
import { SessionError } from '@/components/auth/session-error';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { PageTitle } from '@/components/ui/page-title';
import { TextField } from '@/components/ui/text-field';
import { type SessionFailure, setUp, signIn } from '@/lib/client/session';

export function SetUpForm({ token }: { token: string }) {
  const t = useTranslations('auth.setUp');
  const [failure, setFailure] = useState<SessionFailure | null>(null);
  const [mistake, setMistake] = useState<PasswordMistake | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function handleSubmit(values: FormData) {
    const text = (name: string) => String(values.get(name));
    const found = passwordMistake(values);
    setMistake(found);
    if (found !== null) return;
    const account = { email: text('email').trim(), password: text('password') };
    setBusy(true);
    const failed = await setUp({ token, name: text('name').trim(), ...account });
    setFailure(failed);
    if (failed !== null) return setBusy(false);
    const isSignedIn = (await signIn(account)) === null;
    window.location.assign(isSignedIn ? '/' : '/sign-in');
  }

  return (
    <Form
      className="grid w-96 max-w-full gap-4 rounded-panel border border-line bg-surface p-6"
      onSubmit={handleSubmit}
      method="post"
    >
      <PageTitle>{t('title')}</PageTitle>
      <p className="text-ink-2">{t('intro')}</p>
      {failure !== null && <SessionError failure={failure} />}
      <TextField label={t('name')} name="name" autoComplete="name" required maxLength={100} />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        maxLength={254}
      />
      <PasswordFields mistake={mistake} />
      <Button type="submit" variant="primary" className="w-full justify-center" disabled={isBusy}>
        {isBusy ? t('submitting') : t('submit')}
      </Button>
    </Form>
  );
}
