'use client';

import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { errorCodeOf } from '@/lib/client/error-code';
import type { Selection, SelectionResult } from '@/lib/contracts/selection';

type Verb<Input, Failure> = {
  mutationOptions: (own: {
    onSuccess: (result: SelectionResult) => void;
    onError: (error: Failure) => void;
  }) => UseMutationOptions<SelectionResult, Failure, Input>;
};

type Use = {
  /** What was done, where it is other than the name of the form. */
  onDone: (result: SelectionResult, what?: 'ownerRemoved') => void;
  /** Other hosts match than those that were chosen, and nothing was done. */
  onChanged?: () => void;
};

/** What a form takes that does something to the chosen hosts. */
export type SelectionFormProps = Use & { selection: Selection; count: number; close: () => void };

/** A verb on the chosen hosts. Afterwards everything on screen is asked for again, whether it was done or refused. */
export function useSelectionVerb<Input, Failure>(verb: Verb<Input, Failure>, { onDone, onChanged }: Use) {
  const t = useTranslations('selection');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { mutate, isPending, error } = useMutation(
    verb.mutationOptions({
      onSuccess: (result) => {
        void queries.invalidateQueries();
        onDone(result);
      },
      onError: (failure) => {
        void queries.invalidateQueries();
        if (errorCodeOf(failure) === 'selection_changed') onChanged?.();
      },
    }),
  );
  return { mutate, isPending, errorText: toldOf(error) };

  /** That other hosts match is told above, with a way to choose those. */
  function toldOf(failure: Failure | null): string | null {
    const code = errorCodeOf(failure);
    if (failure === null || code === 'selection_changed') return null;
    if (code === 'not_found') return t('error.gone');
    if (code === 'invalid_value') return t('error.invalid');
    return errorText(failure, { fallback: t('error.failed') });
  }
}
