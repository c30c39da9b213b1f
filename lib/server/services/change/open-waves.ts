import type { WaveRow } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { isStandingOpen } from '@/lib/domain/wave/progress';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { openAmong } from '@/lib/server/db/fleet/answers/open-waves';
import { whenOf } from '@/lib/server/request/resolve-time';
import type { TellableWave } from './tell-waves';
import { standingsOf } from './wave-progress';

/**
 * Whether the listed waves have hosts that are not proven to be able again. For most waves the first hosts
 * decide it. Where these are all able again, the database looks at the others, which may be thousands.
 */
export async function openTeller(
  ctx: Ctx,
  { at }: Pick<ChangeQuery, 'at'>,
  waves: readonly TellableWave[],
): Promise<(wave: TellableWave) => Pick<WaveRow, 'isOpen'>> {
  const question = { when: whenOf(ctx, at), fabrics: fabricScope(ctx), filter: {} };
  const open = new Set<string>();
  const worse = waves.filter(({ isWorse }) => isWorse);
  const firstOf = ({ members }: TellableWave) =>
    members.map(({ hostId, at }) => ({ hostId, at: Date.parse(at) }));
  const standings = await standingsOf(ctx.db, question, worse.map(firstOf));
  for (const [place, { id }] of worse.entries())
    if (standings[place]?.some(({ standing }) => isStandingOpen(standing))) open.add(id);
  const unsure = worse.filter(({ id, hosts, members }) => !open.has(id) && hosts > members.length);
  const places = await openAmong(ctx.db, question, unsure.map(spanOf));
  for (const [place, { id }] of unsure.entries()) if (places.has(place)) open.add(id);
  return ({ id, isWorse }) => (isWorse ? { isOpen: open.has(id) } : {});
}

const spanOf = ({ fabricId, reason, from, to }: TellableWave) => ({
  ...{ fabricId, reason },
  ...{ startedAt: new Date(from), endedAt: new Date(to) },
});
