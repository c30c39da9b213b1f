'use client';

import { useTranslations } from 'next-intl';
import { TextField } from '@/components/ui/text-field';

const PASSWORD_MIN_LENGTH = 12;

export type PasswordMistake = 'mismatch' | 'tooShort';

/** What is wrong with a password that is typed twice. */
export function passwordMistake(form: FormData): PasswordMistake | null {
  const [password, repeated] = [String(form.get('password')), String(form.get('repeated'))];
  if (password.length < PASSWORD_MIN_LENGTH) return 'tooShort';
  return password === repeated ? null : 'mismatch';
}

/** A new password, twice. */
export function PasswordFields({ mistake }: { mistake: PasswordMistake | null }) {
  const t = useTranslations('auth.setUp');
  return (
    <>
      <TextField
        label={t('password')}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        maxLength={256}
        hint={t('passwordHint')}
        error={mistake === 'tooShort' ? t('tooShort') : undefined}
      />
      <TextField
        label={t('repeat')}
        name="repeated"
        type="password"
        autoComplete="new-password"
        required
        maxLength={256}
        error={mistake === 'mismatch' ? t('mismatch') : undefined}
      />
    </>
  );
}
