'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { isFocusLost } from '@/components/ui/is-focus-lost';
import { useTRPC } from '@/lib/client/trpc';

/** Signs a person out of all browsers but this one, such as after one was lost. `count`: how many sessions that are. */
export function EndOthers({ count, onEnded }: { count: number; onEnded: () => void }) {
  const t = useTranslations('settings.sessions');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const box = useRef<HTMLDivElement>(null);
  const onSettled = () => queries.invalidateQueries(trpc.operator.pathFilter());
  const end = useMutation(
    trpc.operator.endOtherSessions.mutationOptions({ networkMode: 'always', onSettled }),
  );
  // The button goes with the sessions: whoever went elsewhere meanwhile stays there.
  const onSuccess = () => {
    if (isFocusLost() || box.current?.contains(document.activeElement)) onEnded();
  };
  return (
    <div ref={box}>
      <ConfirmedButton
        look={{ size: 'medium' }}
        question={t('confirmEndOthers', { count })}
        confirm={t('doEndOthers')}
        cancel={t('cancel')}
        isPending={end.isPending}
        errorText={end.error && errorText(end.error, { fallback: t('endOthersFailed') })}
        onConfirm={() => end.mutate({}, { onSuccess })}
      >
        {t('endOthers')}
      </ConfirmedButton>
    </div>
  );
}
