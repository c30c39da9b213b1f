'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useExistingText } from '@/components/fleet/use-existing-text';
import { useTRPC } from '@/lib/client/trpc';
import { AUDIT_ACTOR_KINDS } from '@/lib/contracts/words/audit';
import { visibleText } from '@/lib/util/visible-text';

/** The log has no entry of this actor, who may not exist at all. `mayName`: the reader may see who there is. */
export function UnknownActor({ actor, mayName }: { actor: string; mayName: boolean }) {
  const t = useTranslations('settings.audit');
  const existingText = useExistingText();
  const { operator } = useTRPC();
  const options = { enabled: mayName };
  const { data: people } = useQuery({ ...operator.list.queryOptions(), ...options });
  const { data: tokens } = useQuery({ ...operator.listApiTokens.queryOptions(), ...options });
  const kinds: readonly string[] = AUDIT_ACTOR_KINDS;
  const ids = [...(people ?? []), ...(tokens ?? [])].map(({ id }) => id);
  const names = [...(people ?? []).map(({ email }) => email), ...(tokens ?? []).map(({ name }) => name)];
  const asked = actor.toLowerCase();
  if ([...kinds, ...ids, ...names].some((one) => one.toLowerCase() === asked)) return null;
  const isNobody = people !== undefined && tokens !== undefined;
  return (
    <>
      {isNobody && (
        <p className="wrap-anywhere">
          {t('noActor', { actor: visibleText(actor) })} {existingText(actor, names)}
        </p>
      )}
      <p>{t('actorTakes', { kinds: kinds.join(', ') })}</p>
    </>
  );
}
