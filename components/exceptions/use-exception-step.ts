'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { errorCodeOf } from '@/lib/client/error-code';
import { exceptionsAddress } from '@/lib/client/exception-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';

/** Codes of what was refused, each with words that say what to do. */
export function useExceptionError(): (error: unknown) => string | null {
  const t = useTranslations('exceptions.error');
  const term = useTranslations('exceptions.form');
  const errorText = useErrorText();
  return (error) => {
    if (error === null) return null;
    const code = errorCodeOf(error);
    if (code === 'same_person') return t('samePerson');
    if (code === 'selection_changed') return t('selectionChanged');
    if (code === 'selection_too_large') return t('tooMany');
    if (code === 'not_found') return t('notFound');
    const texts = { '/reason': term('reason'), '/control': term('control'), '/owner': term('owner') };
    if (code === 'invalid_value') return errorText(error, { fallback: t('invalid'), texts });
    return errorText(error, { conflict: t('conflict'), fallback: t('failed') });
  };
}

/** Approves or withdraws; afterwards every figure is asked for again, since each may have changed. */
export function useExceptionStep(step: 'approve' | 'withdraw') {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const told = useExceptionError();
  const onSettled = () => queries.invalidateQueries();
  const approve = useMutation(trpc.exception.approve.mutationOptions({ onSettled }));
  const withdraw = useMutation(trpc.exception.withdraw.mutationOptions({ onSettled }));
  const { mutate, isPending, error } = step === 'approve' ? approve : withdraw;
  return { mutate, isPending, errorText: told(error) };
}

/** Opens the exception that a form has made. Also after a refusal the hosts may have changed. */
function useOpening() {
  const queries = useQueryClient();
  const router = useRouter();
  const scope = useScope();
  return {
    onSuccess: async ({ id }: { id: string }) => {
      await queries.invalidateQueries();
      router.push(inScope(exceptionsAddress({ open: id }), scope));
    },
    onError: () => queries.invalidateQueries(),
  };
}

export function useRequest() {
  const trpc = useTRPC();
  const told = useExceptionError();
  const { mutate, isPending, error } = useMutation(trpc.exception.request.mutationOptions(useOpening()));
  return { mutate, isPending, errorText: told(error) };
}

export function useRenewal() {
  const trpc = useTRPC();
  const told = useExceptionError();
  const { mutate, isPending, error } = useMutation(trpc.exception.renew.mutationOptions(useOpening()));
  return { mutate, isPending, errorText: told(error) };
}
