import type { WaveRow } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { isTurnForTheWorse } from '@/lib/domain/changes';
import {
  type CommonPrecedent,
  type Crowd,
  commonTraits,
  PRECEDENT_MS,
  precedentsOf,
  sameOrNull,
  sharedTraits,
  type Traits,
  type Wave,
} from '@/lib/domain/waves';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import {
  changesOfIds,
  countTraits,
  type FleetChange,
  replacementsOn,
  type TraitCount,
} from '@/lib/server/db/fleet/answers/changes';
import {
  commonOfWaves,
  type FirstOfWave,
  firstOfWaves,
  idOfWave,
  type TurnedHost,
  turnedInWaves,
  type WaveCount,
} from '@/lib/server/db/fleet/answers/waves';
import { whenOf } from '@/lib/server/request/resolve-time';
import { grouped } from '@/lib/util/grouped';
import { toChangeRow } from './internal';
import { firstOfEach, type WaveMember } from './waves';

const MEMBERS_TOLD = 100;

/** A host of a wave, and when it turned first. */
type Turned = Pick<TurnedHost, 'hostId' | 'at'>;

/** What is needed of a wave to show it. */
export type TellableWave = Pick<Wave, 'id' | 'from' | 'to'> & {
  fabricId: string;
  /** Why its hosts turned. */
  reason: string;
  /** The number of hosts. */
  hosts: number;
  /**
   * The wave's hosts, each once, in the order in which they turned. `turned` reads all of them, only when
   * needed.
   */
  first: string | undefined;
  turned: () => Promise<readonly Turned[]>;
  /** The state that all hosts had before, and the traits that all have in common. */
  common: Traits & { from: string | null };
  /** Only a wave for the worse shows what was replaced before it. */
  isWorse: boolean;
  /** The first hosts, as many as a row lists. */
  members: WaveRow['members'];
};

const toMember = ({ hostId, hostname, at }: Pick<FleetChange, 'hostId' | 'hostname' | 'at'>) => ({
  hostId,
  hostname,
  at: at.toISOString(),
});

/** A wave whose changes were all read. */
export function tellable({ id, from, to, members }: Wave<WaveMember>): TellableWave {
  const turned = firstOfEach(members);
  const changes = turned.map(({ change }) => change);
  return {
    ...{ id, from, to, fabricId: members[0]?.fabricId ?? '' },
    reason: members[0]?.reason ?? '',
    ...{ hosts: turned.length, first: turned[0]?.hostId, turned: async () => turned },
    common: commonOf(changes),
    isWorse: changes.some(({ kind, detail }) => turnsWorse(kind, detail)),
    members: changes.slice(0, MEMBERS_TOLD).map(toMember),
  };
}

/**
 * Waves that were only counted. The first changes of each are read in full. The others may be thousands, so
 * the database says whether they have the same traits.
 */
export async function readTellable(
  ctx: Ctx,
  waves: readonly WaveCount[],
  crowds: Crowds,
): Promise<TellableWave[]> {
  const firsts = await firstOfWaves(ctx.db, waves, MEMBERS_TOLD);
  const ofPlaces = grouped(firsts, ({ place }) => place);
  const told = waves.map((wave, place) => countedWave(ctx, wave, ofPlaces.get(place) ?? []));
  const isWhole = ({ hosts, members }: TellableWave) => hosts === members.length;
  const large = waves.filter((_, place) => {
    const wave = told[place];
    return wave && !isWhole(wave) && (wave.common.from !== null || sharedOf(wave, crowds).length > 0);
  });
  const traits = told.some((wave) => !isWhole(wave) && sharedOf(wave, crowds).length > 0);
  const commons = await commonOfWaves(ctx.db, large, { traits });
  // A wave is missing here if all of its changes have been superseded meanwhile.
  const known = new Map(commons.map((common) => [large[common.place], common]));
  return told.map((wave, place) => ({
    ...wave,
    common: known.get(waves[place] as WaveCount) ?? wave.common,
  }));
}

function countedWave(ctx: Ctx, wave: WaveCount, firsts: readonly FirstOfWave[]): TellableWave {
  const [from, to] = [wave.startedAt.getTime(), wave.endedAt.getTime()];
  return {
    ...{ id: idOfWave(wave), from, to, fabricId: wave.fabricId, hosts: wave.hosts, first: firsts[0]?.hostId },
    reason: wave.reason,
    turned: async () => (await turnedInWaves(ctx.db, [wave])).flat(),
    isWorse: turnsWorse(wave.kind, wave.detail),
    common: { ...commonTraits(firsts), from: sameOrNull(firsts.map((first) => first.from)) },
    members: firsts.map(toMember),
  };
}

const turnsWorse = (kind: string, { to }: Record<string, unknown>) =>
  isTurnForTheWorse(kind, typeof to === 'string' ? to : null);

const commonOf = (changes: readonly FleetChange[]) => ({
  ...commonTraits(changes),
  from: sameOrNull(changes.map((change) => toChangeRow(change).from)),
});

/** Counts of the fabric's other hosts at the time asked for, which is close enough for a comparison. */
export type Crowds = (fabricId: string) => Crowd;

export async function readCrowds(
  ctx: Ctx,
  { at }: Pick<ChangeQuery, 'at'>,
  fabricIds: readonly string[],
): Promise<Crowds> {
  const fabrics = [...new Set(fabricIds)];
  const counts =
    fabrics.length === 0 ? [] : await countTraits(ctx.db, { when: whenOf(ctx, at), fabrics, filter: {} });
  const sum = (some: readonly TraitCount[]) => some.reduce((hosts, count) => hosts + count.hosts, 0);
  return (fabricId) => {
    const own = counts.filter((count) => count.fabricId === fabricId);
    return {
      total: sum(own),
      countOf: (trait, value) => sum(own.filter((count) => count[trait] === value)),
    };
  };
}

const sharedOf = ({ common, hosts, fabricId }: TellableWave, crowds: Crowds) =>
  sharedTraits(common, hosts, crowds(fabricId));

/**
 * What was replaced on the hosts of each wave. It is shown only if all hosts of the wave had it, so one host
 * of each wave is asked first.
 */
async function precedentsIn(ctx: Ctx, told: readonly TellableWave[]) {
  const { db } = ctx;
  const fabrics = fabricScope(ctx);
  const waves = told.filter(({ isWorse }) => isWorse);
  if (waves.length === 0) return new Map<string, CommonPrecedent[]>();
  const span = {
    from: new Date(Math.min(...waves.map(({ from }) => from)) - PRECEDENT_MS),
    to: new Date(Math.max(...waves.map(({ to }) => to))),
  };
  const firsts = waves.flatMap(({ first }) => first ?? []);
  const had = await replacementsOn(db, fabrics, { ...span, hostIds: firsts });
  const possible = waves.filter(({ first }) => had.some(({ hostId }) => hostId === first));
  const turned = await Promise.all(possible.map((wave) => wave.turned()));
  const hostIds = turned.flat().map(({ hostId }) => hostId);
  const replaced = await replacementsOn(db, fabrics, { ...span, hostIds });
  return new Map(possible.map(({ id }, index) => [id, precedentsOf(turned[index] ?? [], replaced)]));
}

/** Reads at once what all waves need. */
export async function waveTeller(
  ctx: Ctx,
  asked: Pick<ChangeQuery, 'at'>,
  waves: readonly TellableWave[],
): Promise<(newest: FleetChange, wave: TellableWave) => WaveRow> {
  const fabricIds = waves.map(({ fabricId }) => fabricId);
  return waveTellerBeside(ctx, waves, await readCrowds(ctx, asked, fabricIds));
}

/** Rows of waves that were only counted, for those whose newest change still holds. */
export async function tellWaves(
  ctx: Ctx,
  asked: Pick<ChangeQuery, 'at'>,
  waves: readonly WaveCount[],
): Promise<ReadonlyMap<WaveCount, WaveRow>> {
  const fabricIds = waves.map(({ fabricId }) => fabricId);
  const crowds = await readCrowds(ctx, asked, fabricIds);
  const told = await readTellable(ctx, waves, crowds);
  const tell = await waveTellerBeside(ctx, told, crowds);
  const newestIds = waves.map(({ newestId }) => newestId);
  const newest = new Map(
    (await changesOfIds(ctx.db, fabricScope(ctx), newestIds)).map((change) => [change.id, change]),
  );
  return new Map(
    waves.flatMap((wave, place) => {
      const [change, tellable] = [newest.get(wave.newestId), told[place]];
      return change && tellable ? [[wave, tell(change, tellable)] as const] : [];
    }),
  );
}

export async function waveTellerBeside(ctx: Ctx, waves: readonly TellableWave[], crowds: Crowds) {
  const precedents = await precedentsIn(ctx, waves);
  return (newest: FleetChange, wave: TellableWave): WaveRow => {
    const { id, from, to, hosts, common, members } = wave;
    const isWorse = isTurnForTheWorse(newest.kind, toChangeRow(newest).to);
    return {
      id,
      fabric: newest.fabric,
      startedAt: new Date(from).toISOString(),
      endedAt: new Date(to).toISOString(),
      hosts,
      change: toChangeRow(newest, id),
      from: common.from,
      shared: sharedOf(wave, crowds),
      precededBy: isWorse ? (precedents.get(id) ?? []).map(toldPrecedent) : [],
      members: [...members],
    };
  };
}

const toldPrecedent = ({ firstAt, lastAt, ...precedent }: CommonPrecedent) => ({
  ...precedent,
  startedAt: new Date(firstAt).toISOString(),
  endedAt: new Date(lastAt).toISOString(),
});
