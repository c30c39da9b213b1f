'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { isUpdateRisk } from '@/lib/domain/restart/update-risks';
import { restartParams } from '@/lib/i18n/restart-params';

type RestartProps = { hostId: string; isResting: boolean };

/**
 * Whether the host may be restarted now, with the reason that decides and what a Secure Boot update would do. The two lines that
 * most need are there before it, so that nothing moves.
 */
export function PeekRestart(props: RestartProps) {
  return (
    <span className="block min-h-[2lh]">
      <Answer {...props} />
    </span>
  );
}

/** An answer that could not be had is no yes. */
function Answer({ hostId, isResting }: RestartProps) {
  const t = useTranslations('restart');
  const trpc = useTRPC();
  const options = trpc.host.mayRestart.queryOptions(
    { id: hostId, for: 'restart' },
    { ...watching(LIST_EVERY_MS, null), trpc: { abortOnUnmount: true } },
  );
  const { data, isError } = useQuery({ ...options, enabled: isResting });
  if (isError) return t('failed');
  if (data === undefined) return <span className="text-ink-3">{t('loading')}</span>;
  const told = data.reasons.filter((reason, index) => index === 0 || isUpdateRisk(reason));
  const texts = told.map(({ code, evidence }) => t(`reason.${code}`, restartParams(evidence) as never));
  return (
    <>
      <b>{t(`answer.${data.answer}`)}</b> {texts.join(' ')}
    </>
  );
}
