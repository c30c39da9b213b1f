import type { WaveRow } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { isStandingOpen } from '@/lib/domain/wave/progress';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { whenOf } from '@/lib/server/request/resolve-time';
import type { TellableWave } from './tell-waves';
import { standingsOf } from './wave-progress';

/**
 * Whether waves that are told in a list have hosts that are not proven to be able again. The first of its hosts answer for most
 * waves, and all of them are asked only where none of these is left.
 */
export async function openTeller(
  ctx: Ctx,
  { at }: Pick<ChangeQuery, 'at'>,
  waves: readonly TellableWave[],
): Promise<(wave: TellableWave) => Pick<WaveRow, 'isOpen'>> {
  const question = { when: whenOf(ctx, at), fabrics: fabricScope(ctx), filter: {} };
  const open = new Set<string>();
  const worse = waves.filter(({ isWorse }) => isWorse);
  async function ask(
    some: readonly TellableWave[],
    turned: readonly (readonly { hostId: string; at: number }[])[],
  ) {
    const standings = await standingsOf(ctx.db, question, turned);
    for (const [place, { id }] of some.entries())
      if (standings[place]?.some(({ standing }) => isStandingOpen(standing))) open.add(id);
  }
  const firstOf = ({ members }: TellableWave) =>
    members.map(({ hostId, at }) => ({ hostId, at: Date.parse(at) }));
  await ask(worse, worse.map(firstOf));
  const unsure = worse.filter(({ id, hosts, members }) => !open.has(id) && hosts > members.length);
  await ask(unsure, await Promise.all(unsure.map((wave) => wave.turned())));
  return ({ id, isWorse }) => (isWorse ? { isOpen: open.has(id) } : {});
}
