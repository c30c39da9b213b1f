import { REPLACED_KINDS, TURNS_FOR_THE_WORSE } from '@/lib/domain/change-kinds';
import { isTurnForTheWorse } from '@/lib/domain/changes';
import { isPrecedent, PRECEDENT_MS, precedentsOf, type Wave } from '@/lib/domain/waves';
import type { Ctx } from '@/lib/server/context';
import {
  type ChangeQuestion,
  type FleetChange,
  replacementsOn,
  turnsOfHosts,
} from '@/lib/server/db/fleet/answers/changes';
import { toChangeRow } from './internal';
import { firstOfEach, type WaveMember, type Waves, wavesAround } from './waves';

const isReplacement = ({ kind }: FleetChange) => REPLACED_KINDS.some((replaced) => replaced === kind);

type Asked = {
  question: ChangeQuestion;
  page: readonly FleetChange[];
  waves: Waves;
  /** Whether the question asks for this wave, so that an entry shows it. */
  isTold: (wave: Wave<WaveMember>) => boolean;
};

/**
 * Whether a change is a replacement that the entry of a wave of failures already shows. That is so when every
 * host of the change's entry failed shortly after in one wave, and all hosts of that wave had the same part
 * replaced. Such a change gets no entry of its own, unless the question does not ask for the wave.
 */
export async function causeTeller(
  ctx: Ctx,
  { question, page, waves, isTold }: Asked,
): Promise<(change: FleetChange) => boolean> {
  const replaced = page.filter(isReplacement);
  const failures = await failuresAfter(ctx, question, replaced);
  const told = failures.filter(isTold).map(({ members }) => firstOfEach(members));
  if (told.length === 0) return () => false;
  const hostIds = told.flatMap((members) => members.map(({ hostId }) => hostId));
  const times = told.flatMap((members) => members.map(({ at }) => at));
  const replacements = await replacementsOn(ctx.db, question.fabrics, {
    hostIds,
    from: new Date(Math.min(...times) - PRECEDENT_MS),
    to: new Date(Math.max(...times)),
  });
  const causes = told.map((members) => {
    const common = precedentsOf(members, replacements);
    const turnedAt = new Map(members.map(({ hostId, at }) => [hostId, at]));
    return (change: FleetChange) => isPrecedent(common, { turnedAt, change: precedentOf(change) });
  });
  return (change) => {
    if (!isReplacement(change)) return false;
    const entry = waves.of(change.id)?.members.map((member) => member.change) ?? [change];
    return causes.some((isCause) => entry.every(isCause));
  };
}

function precedentOf(change: FleetChange) {
  const { from, to } = toChangeRow(change);
  return { hostId: change.hostId, at: change.at.getTime(), kind: change.kind, from, to };
}

/** The waves of hosts that stopped being able shortly after something was replaced on at least one of them. */
async function failuresAfter(
  ctx: Ctx,
  { fabrics, asOf }: ChangeQuestion,
  replaced: readonly FleetChange[],
): Promise<readonly Wave<WaveMember>[]> {
  if (replaced.length === 0) return [];
  const times = replaced.map(({ at }) => at.getTime());
  const turns = await turnsOfHosts(ctx.db, {
    hostIds: [...new Set(replaced.map(({ hostId }) => hostId))],
    kinds: TURNS_FOR_THE_WORSE,
    from: new Date(Math.min(...times)),
    to: new Date(Math.min(Math.max(...times) + PRECEDENT_MS, asOf.getTime())),
  });
  const { all } = await wavesAround(ctx.db, fabrics, turns, asOf);
  return all.filter(({ members }) => {
    const newest = members.at(-1)?.change;
    return newest !== undefined && isTurnForTheWorse(newest.kind, toChangeRow(newest).to);
  });
}
