'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChangeEntry } from '@/components/fleet/change-feed';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { isOnlyFramed } from '@/lib/client/change-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';
import { wavesInput } from '@/lib/client/waves-question';
import type { WaveList } from '@/lib/contracts/waves';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

/** What there is room for above all that happened since; the others have a page. */
const SHOWN = 3;

type Told = { waves: WaveList['waves']; others: number };

/**
 * The open waves that head the list: none on its later pages, nor where it is narrowed to what they may not be part of. Those
 * pages do not ask for them.
 */
export function useOpenWaves(query: ChangeQuery): Told {
  const isShown = isOnlyFramed(query);
  const watch = { ...watching(LIST_EVERY_MS, query.at), enabled: isShown };
  const { data } = useQuery(useTRPC().change.waves.queryOptions(wavesInput(query), watch));
  // What another page asked for is still known here.
  const waves = isShown && data ? data.waves : [];
  return { waves: waves.slice(0, SHOWN), others: Math.max(0, waves.length - SHOWN) };
}

/** What still needs work, before what is over; where the list is narrowed, the way to it. */
export function OpenWaves({ waves, others, asOf, at }: Told & { asOf: string; at: Date | null }) {
  const t = useTranslations('changes.open');
  const scope = useScope();
  const leadTo = (text: string) => (
    <Link className="link" href={inScope(waveAddress(null), { ...scope, at })}>
      {text}
    </Link>
  );
  if (waves.length === 0) return <p className="mb-3">{leadTo(t('title'))}</p>;
  const all = leadTo(others === 0 ? t('list') : t('others', { count: others }));
  return (
    <div className="mb-4">
      <Panel title={t('title')} hint={t('hint')} aside={all}>
        <ul>
          {waves.map(({ wave, progress }) => (
            <ChangeEntry key={wave.id} {...{ asOf, at, progress }} entry={{ type: 'wave', wave }} hasRoom />
          ))}
        </ul>
      </Panel>
    </div>
  );
}
