'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { changesAddress, changesOfSince, sinceInput } from '@/lib/client/change-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

/**
 * What happened since the person last looked, as the Fabric page counts it: that page is the look, and reading this is none.
 * Nothing is shown where nothing happened.
 */
export function SinceLooked({ query }: { query: ChangeQuery }) {
  const t = useTranslations('fabric.since');
  const tSummary = useTranslations('changes.summary');
  const trpc = useTRPC();
  const { data: look } = useQuery(trpc.operator.lastLook.queryOptions(undefined, { staleTime: Infinity }));
  const since = look?.since ?? null;
  const { data: turned } = useQuery({
    ...trpc.change.since.queryOptions(sinceInput(query, since ?? ''), watching(LIST_EVERY_MS, null)),
    enabled: since !== null,
  });
  if (since === null || turned === undefined) return null;
  const { failed, silent, recovered, asOf } = turned;
  if (failed + silent + recovered === 0) return null;
  return (
    <Panel
      title={t('label')}
      hint={<Time value={since} asOf={asOf} />}
      aside={
        <Link className="link" href={changesAddress(changesOfSince(query, new Date(since)))}>
          {tSummary('show')}
        </Link>
      }
    >
      <p className="px-4 py-3 first-letter:uppercase">{t('turned', { failed, silent, recovered })}</p>
    </Panel>
  );
}
