import type { HitOf } from '@/lib/contracts/search';
import { bestMatch } from '@/lib/domain/search';
import { LEAST_HOSTS, PRECEDENT_MS } from '@/lib/domain/waves';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import type { Db } from '@/lib/server/db/client';
import { replacementsOn } from '@/lib/server/db/fleet/answers/changes';
import { firstOfWaves } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { type CountedWave, countedForTheWorse } from '@/lib/server/services/history';
import { DAY_MS } from '@/lib/util/durations';
import { type Asked, inPast } from './internal';

const LOOKED_BACK_MS = 30 * DAY_MS;

/**
 * Waves of the last 30 days by id, cluster, firmware or the cause that their hosts got, also together with
 * the word wave.
 */
export function findWaves(asked: Asked): Promise<HitOf<'wave'>[]> {
  const { question, words } = asked;
  const to = momentOf(question.when);
  const within = { fabrics: question.fabrics, filter: question.filter, to };
  const from = new Date(to.getTime() - LOOKED_BACK_MS);
  const { wave: name } = loadMessages(words.lang).changeWords;
  return inPast(asked, async (view) => {
    // The limit of the page of waves; the trend marks only larger ones.
    const waves = await countedForTheWorse(view, { ...within, from, hosts: LEAST_HOSTS });
    const matchOf = ({ told }: CountedWave, firmware: string) => {
      const { id, cluster, fabric, to: state, causes } = told;
      const own = [id, cluster, state, ...causes, firmware];
      return bestMatch([...own, [name, fabric, ...own].join(' ')], words.q);
    };
    const others = waves.filter((wave) => matchOf(wave, '') === null);
    const firmware = await firmwareOf(view, asked, others);
    return waves.flatMap((wave): HitOf<'wave'>[] => {
      const match = matchOf(wave, firmware.get(wave) ?? '');
      return match === null ? [] : [{ kind: 'wave', match, ...wave.told }];
    });
  });
}

const VERSION = /\d+\.\d/;

/**
 * The firmware of each wave's hosts when they turned, and firmware that was replaced shortly before. The
 * first host stands for all. Read only if the text contains a version.
 */
async function firmwareOf(
  db: Db,
  { question, words }: Asked,
  waves: readonly CountedWave[],
): Promise<Map<CountedWave, string>> {
  const known = new Map<CountedWave, string>();
  if (!VERSION.test(words.q) || waves.length === 0) return known;
  const firsts = await firstOfWaves(
    db,
    waves.map(({ wave }) => wave),
    1,
  );
  const times = firsts.map(({ at }) => at.getTime());
  const replaced = await replacementsOn(db, question.fabrics, {
    hostIds: firsts.map(({ hostId }) => hostId),
    from: new Date(Math.min(...times) - PRECEDENT_MS),
    to: new Date(Math.max(...times)),
  });
  for (const { place, hostId, at, firmware } of firsts) {
    const wave = waves[place];
    const before = replaced.filter(
      (change) =>
        change.kind === 'firmwareChanged' &&
        change.hostId === hostId &&
        change.at <= at.getTime() &&
        change.at >= at.getTime() - PRECEDENT_MS,
    );
    const versions = [...before.flatMap((change) => [change.from, change.to]), firmware];
    if (wave) known.set(wave, textOf(versions, words.lang));
  }
  return known;
}

/** Text about known firmware versions only. */
function textOf(versions: readonly (string | null)[], lang: Locale): string {
  const known = new Set(versions.filter((version) => version !== null));
  return known.size === 0 ? '' : [loadMessages(lang).changeWords.firmware, ...known].join(' ');
}
