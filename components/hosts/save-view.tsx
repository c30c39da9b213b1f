'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useViewVerbs } from '@/components/hosts/use-views';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import type { SavedView } from '@/lib/contracts/view';
import { isSameName } from '@/lib/contracts/words/view';

type SaveProps = {
  /** What the list shows. */
  shown: Shown;
  /** All that the person sees, among which a name is one view's. */
  views: readonly SavedView[];
  onSaved: () => void;
};

/** A question, and the columns that somebody chose. */
export type Shown = { query: string; columns: string[] | null };

const isShareTicked = (form: HTMLFormElement | null) => form !== null && new FormData(form).has('shared');

export function SaveView({ shown, views, onSaved }: SaveProps) {
  const t = useTranslations('views');
  const { create, change, forgetError, nameTakenFor, isPending, errorText } = useViewVerbs(onSaved);
  const [askedName, setAskedName] = useState('');
  const own =
    nameTakenFor === 'create'
      ? views.find(({ isOwn, name }) => isOwn && isSameName(name, askedName))
      : undefined;
  // A view that is replaced keeps its name, which is refused only where it would be shared beside another's.
  const taken = nameTakenFor === 'change' ? 'takenShared' : own ? 'takenOwn' : 'taken';

  function handleSubmit(said: FormData) {
    const name = String(said.get('name'));
    setAskedName(name);
    create({ page: 'hosts', ...shown, name, shared: said.has('shared') });
  }

  function handleReplace({ id, version, shared }: SavedView, form: HTMLFormElement | null) {
    forgetError();
    // Nobody loses a view that they use because somebody saved it again.
    change({ id, version, ...shown, shared: shared || isShareTicked(form) });
  }

  return (
    <Form className="mt-1 grid gap-2 border-t border-line pt-3" onSubmit={handleSubmit}>
      <h3 className="text-small">{t('save.title')}</h3>
      <TextField
        label={t('save.name')}
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        {...(nameTakenFor !== null && { error: t(`error.${taken}`), isErrorSaid: true })}
        onChange={forgetError}
      />
      {own && (
        <div>
          <Button
            size="small"
            disabled={isPending}
            onClick={({ currentTarget }) => handleReplace(own, currentTarget.form)}
          >
            {t('save.replace')}
          </Button>
        </div>
      )}
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
    </Form>
  );
}
