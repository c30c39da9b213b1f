import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { errorCodeOf } from '@/lib/client/error-code';
import { planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';

/** Codes of what was refused, each with words that say what to do. */
export function usePlanError(isRead = false): (error: unknown) => string | null {
  const t = useTranslations('plans.error');
  const errorText = useErrorText();
  return (error) => {
    if (error === null) return null;
    const code = errorCodeOf(error);
    if (code === 'restart_held') return t('restartHeld');
    if (code === 'selection_changed') return t('selectionChanged');
    if (code === 'version_conflict') return t('versionConflict');
    if (code === 'not_found') return t('notFound');
    if (code === 'invalid_value') return t('invalid');
    return errorText(error, { conflict: t('conflict'), fallback: t('failed'), isRead });
  };
}

/** Makes a plan and opens it. */
export function useCreatePlan() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const scope = useScope();
  const told = usePlanError();
  const onSuccess = async ({ id }: { id: string }) => {
    await queries.invalidateQueries();
    router.push(inScope(planAddress(id), scope));
  };
  const { mutate, isPending, error } = useMutation(trpc.plan.create.mutationOptions({ onSuccess }));
  return { mutate, isPending, errorText: told(error) };
}

/** Afterwards everything shown is asked for again, whatever came of it. */
function useSettled() {
  const queries = useQueryClient();
  return { onSettled: () => queries.invalidateQueries() };
}

export function useSetTask() {
  const options = useTRPC().plan.setTask.mutationOptions(useSettled());
  const { mutate, isPending, error, variables } = useMutation(options);
  return { mutate, asked: isPending ? (variables?.state ?? null) : null, errorText: usePlanError()(error) };
}

export function useConfirmChange() {
  const options = useTRPC().plan.confirmChange.mutationOptions(useSettled());
  const { mutate, isPending, error } = useMutation(options);
  return { mutate, isPending, errorText: usePlanError()(error) };
}

export function useChangePlan(onDone: () => void) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries();
  const options = useTRPC().plan.change.mutationOptions({ onSettled, onSuccess: onDone });
  const { mutate, isPending, error } = useMutation(options);
  return { mutate, isPending, errorText: usePlanError()(error) };
}

export function useClosePlan() {
  const { mutate, isPending, error } = useMutation(useTRPC().plan.close.mutationOptions(useSettled()));
  return { mutate, isPending, errorText: usePlanError()(error) };
}
