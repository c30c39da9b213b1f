'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { isFocusLost } from '@/components/ui/is-focus-lost';
import { useTRPC } from '@/lib/client/trpc';
import type { SessionRow } from '@/lib/contracts/administration';
import { visibleText } from '@/lib/util/visible-text';

type EndOthersProps = {
  /** Somebody else, of whom all sessions end; null for one's own but this one. */
  person: Pick<SessionRow, 'operatorId' | 'email'> | null;
  /** How many sessions end. */
  count: number;
  /** The button goes with the sessions, and focus with it. */
  onEnded: () => void;
};

/** Signs a person out of several browsers at once, such as after one was lost. */
export function EndOthers({ person, count, onEnded }: EndOthersProps) {
  const t = useTranslations('settings.sessions');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const box = useRef<HTMLDivElement>(null);
  const end = useMutation(
    trpc.operator.endOtherSessions.mutationOptions({
      networkMode: 'always',
      onSettled: () => queries.invalidateQueries(trpc.operator.pathFilter()),
      // Whoever went elsewhere meanwhile stays there.
      onSuccess: () => {
        if (isFocusLost() || box.current?.contains(document.activeElement)) onEnded();
      },
    }),
  );
  const whose = { count, email: visibleText(person?.email ?? '') };
  return (
    <div ref={box}>
      <ConfirmedButton
        {...(person === null ? { look: { size: 'medium' } } : { label: t('endAllOf', whose) })}
        question={t(person === null ? 'confirmEndOthers' : 'confirmEndAll', whose)}
        confirm={t(person === null ? 'doEndOthers' : 'doEndAll')}
        cancel={t('cancel')}
        isPending={end.isPending}
        errorText={end.error && errorText(end.error, { fallback: t('endOthersFailed') })}
        onConfirm={() => end.mutate(person === null ? {} : { operator: person.operatorId })}
      >
        {t(person === null ? 'endOthers' : 'endAll', { count })}
      </ConfirmedButton>
    </div>
  );
}
