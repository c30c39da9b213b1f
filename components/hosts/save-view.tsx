'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { useViewVerbs } from '@/components/hosts/use-views';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';

type SaveProps = {
  /** What the list shows. */
  shown: Shown;
  close: () => void;
};

/** A question, and the columns that somebody chose. */
export type Shown = { query: string; columns: string[] | null };

export function SaveView({ shown, close }: SaveProps) {
  const t = useTranslations('views');
  const { create, isPending, errorText } = useViewVerbs(close);

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const name = String(values.get('name'));
    create({ name, page: 'hosts', ...shown, shared: values.has('shared') });
  }

  return (
    <form className="mt-1 grid gap-2 border-t border-line pt-3" onSubmit={handleSubmit}>
      <h3 className="text-small">{t('save.title')}</h3>
      <TextField label={t('save.name')} name="name" required maxLength={100} autoComplete="off" />
      <label className="flex items-center gap-2 text-small">
        <Checkbox name="shared" />
        {t('save.share')}
      </label>
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div>
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('save.do')}
        </Button>
      </div>
    </form>
  );
}
