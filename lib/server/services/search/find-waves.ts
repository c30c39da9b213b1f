import type { HitOf } from '@/lib/contracts/search';
import { bestMatch } from '@/lib/domain/search';
import { PRECEDENT_MS } from '@/lib/domain/waves';
import { loadMessages } from '@/lib/i18n/messages';
import { replacementsOn } from '@/lib/server/db/fleet/answers/changes';
import { firstOfWaves } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { type CountedWave, countedForTheWorse } from '@/lib/server/services/history';
import { DAY_MS } from '@/lib/util/durations';
import type { Asked } from './internal';

const LOOKED_BACK_MS = 30 * DAY_MS;

/** Waves of the last 30 days by id, cluster, firmware, what their hosts fail by since, and the word wave with any of these. */
export async function findWaves(asked: Asked): Promise<HitOf<'wave'>[]> {
  const { ctx, question, words } = asked;
  const to = momentOf(question.when);
  const within = { fabrics: question.fabrics, filter: question.filter, to };
  const from = new Date(to.getTime() - LOOKED_BACK_MS);
  const waves = await countedForTheWorse(ctx.db, { ...within, from });
  const firmware = await firmwareOf(asked, waves);
  const name = loadMessages(words.lang).changeWords.wave;
  return waves.flatMap(({ told }, place): HitOf<'wave'>[] => {
    const { id, cluster, fabric, to: state, causes } = told;
    const own = [id, cluster, state, ...causes, firmware[place] ?? null];
    const all = [name, fabric, ...own].filter((text) => text !== null).join(' ');
    const match = bestMatch([...own, all], words.q);
    return match === null ? [] : [{ kind: 'wave', match, ...told }];
  });
}

/**
 * What firmware a host of each wave had when it turned, and which was replaced by it shortly before: the first host stands for
 * all. Read only for a text that may ask for a firmware.
 */
async function firmwareOf({ ctx, question, words }: Asked, waves: readonly CountedWave[]): Promise<string[]> {
  const { firmware: name } = loadMessages(words.lang).changeWords;
  const mayAsk = /\d/.test(words.q) || words.q.split(/\s+/).some((word) => bestMatch([name], word) !== null);
  if (!mayAsk || waves.length === 0) return [];
  const counted = waves.map(({ wave }) => wave);
  const firsts = await firstOfWaves(ctx.db, counted, 1);
  const times = firsts.map(({ at }) => at.getTime());
  const replaced = await replacementsOn(ctx.db, question.fabrics, {
    hostIds: firsts.map(({ hostId }) => hostId),
    from: new Date(Math.min(...times) - PRECEDENT_MS),
    to: new Date(Math.max(...times)),
  });
  const known = new Map(
    firsts.map(({ place, hostId, at, firmware }) => {
      const before = replaced.filter(
        (change) =>
          change.kind === 'firmwareChanged' &&
          change.hostId === hostId &&
          change.at <= at.getTime() &&
          change.at >= at.getTime() - PRECEDENT_MS,
      );
      const versions = [...before.flatMap((change) => [change.from, change.to]), firmware];
      return [place, [name, ...new Set(versions.filter((version) => version !== null))].join(' ')] as const;
    }),
  );
  return waves.map((_, place) => known.get(place) ?? '');
}
