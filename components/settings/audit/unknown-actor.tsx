'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/lib/client/trpc';
import { AUDIT_ACTOR_KINDS } from '@/lib/contracts/words/audit';
import { visibleText } from '@/lib/util/visible-text';

/** As many as can be read in a line. */
const NAMED_AT_MOST = 8;

/** The log has no entry of this actor, who may not exist at all. `mayName`: the reader may see who there is. */
export function UnknownActor({ actor, mayName }: { actor: string; mayName: boolean }) {
  const t = useTranslations('settings.audit');
  const tWords = useTranslations('fleet.noSuch');
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
  const named = names.slice(0, NAMED_AT_MOST).map(visibleText).join(', ');
  const more = Math.max(0, names.length - NAMED_AT_MOST);
  return (
    <>
      {isNobody && (
        <p className="wrap-anywhere">
          {t('noActor', { actor: visibleText(actor) })} {tWords('thereAre', { named, more })}
        </p>
      )}
      <p>{t('actorTakes', { kinds: kinds.join(', ') })}</p>
    </>
  );
}
