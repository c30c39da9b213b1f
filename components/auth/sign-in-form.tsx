'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { SessionError } from '@/components/auth/session-error';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { PageTitle } from '@/components/ui/page-title';
import { TextField } from '@/components/ui/text-field';
import { noteReturnTo } from '@/lib/client/kept-scroll';
import { type SessionFailure, signIn } from '@/lib/client/session';
import type { SessionEnd } from '@/lib/contracts/words/session-end';

type SignInFormProps = {
  /** Has been checked to be a path of this console. */
  returnTo: string;
  /** Why the session ended in which the person was signed in: also because they signed out in another page. */
  ended: SessionEnd | 'elsewhere' | null;
  /** Stands above the fields where nobody can sign in yet. */
  children?: ReactNode;
};

export function SignInForm({ returnTo, ended, children }: SignInFormProps) {
  const t = useTranslations('auth.signIn');
  const [failure, setFailure] = useState<SessionFailure | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function handleSubmit(values: FormData) {
    setBusy(true);
    const failed = await signIn({
      email: String(values.get('email')).trim(),
      password: String(values.get('password')),
    });
    setFailure(failed);
    // A whole load, so that nothing rendered for nobody stays on screen.
    if (failed !== null) return setBusy(false);
    if (ended !== null) noteReturnTo(returnTo);
    window.location.assign(returnTo);
  }

  return (
    <Form
      className="grid w-96 max-w-full gap-4 rounded-panel border border-line bg-surface p-6"
      onSubmit={handleSubmit}
      method="post"
    >
      <PageTitle>{t('title')}</PageTitle>
      {ended !== null && (
        <p className="text-ink-2" role="status">
          {t(`ended.${ended}`)}
        </p>
      )}
      {children}
      {failure !== null && <SessionError failure={failure} />}
      <TextField label={t('email')} name="email" type="email" autoComplete="username" required />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" variant="primary" className="w-full justify-center" disabled={isBusy}>
        {isBusy ? t('submitting') : t('submit')}
      </Button>
      {!children && <p className="text-small text-ink-3">{t('noAccount')}</p>}
    </Form>
  );
}
