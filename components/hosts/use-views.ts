'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { errorCodeOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import { VIEWS_AT_MOST } from '@/lib/contracts/words/view';

/**
 * What is done to saved views; whatever came of it, they are read anew. A name that another view has is told apart from other
 * errors: it belongs to its field.
 */
export function useViewVerbs(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const t = useTranslations('views.error');
  const errorText = useErrorText();
  const options = {
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.view.list.queryKey() }),
  };
  const create = useMutation(trpc.view.create.mutationOptions(options));
  const change = useMutation(trpc.view.change.mutationOptions(options));
  const remove = useMutation(trpc.view.delete.mutationOptions(options));
  const verbs = [create, change, remove];
  const error = create.error ?? change.error ?? remove.error;
  const isNameTaken = errorCodeOf(error) === 'name_taken';

  function toldOf(failure: NonNullable<typeof error>): string {
    switch (errorCodeOf(failure)) {
      case 'version_conflict':
        return t('changed');
      case 'invalid_value':
        return t('invalid');
      case 'not_found':
        return t('gone');
      default:
        return errorText(failure, {
          conflict: t('tooMany', { most: VIEWS_AT_MOST }),
          fallback: t('failed'),
        });
    }
  }

  return {
    create: create.mutate,
    change: change.mutate,
    remove: remove.mutate,
    /** Whoever goes on after an error leaves it behind. */
    forgetError: () => {
      for (const verb of verbs) verb.reset();
    },
    isPending: verbs.some(({ isPending }) => isPending),
    /** What was refused because another view has the name. */
    nameTakenFor: isNameTaken ? (create.error ? 'create' : 'change') : null,
    errorText: error && !isNameTaken ? toldOf(error) : null,
  };
}
