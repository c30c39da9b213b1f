import type { WaveRow } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { type ChangeKind, isTurnForTheWorse } from '@/lib/domain/changes';
import {
  type CommonPrecedent,
  type Crowd,
  commonTraits,
  PRECEDENT_MS,
  type Precedent,
  precedentsOf,
  sameOrNull,
  sharedTraits,
  type Traits,
  type Wave,
  type WaveChange,
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
import { commonOfChanges } from '@/lib/server/db/fleet/answers/waves';
import { whenOf } from '@/lib/server/request/resolve-time';
import { toChangeRow } from './internal';
import { firstOfEach, type WaveMember } from './waves';

const MEMBERS_TOLD = 100;

/** What it takes of a wave to tell it. */
export type TellableWave = Pick<Wave, 'id' | 'from' | 'to'> & {
  fabricId: string;
  /** Each of its hosts once, in the order in which they turned. */
  turned: readonly Pick<WaveChange, 'hostId' | 'at'>[];
  /** What they all were before, and what they all had. */
  common: Traits & { from: string | null };
  /** The first of them. */
  members: WaveRow['members'];
};

const toMember = ({ hostId, hostname, at }: FleetChange) => ({ hostId, hostname, at: at.toISOString() });

/** A wave whose changes were all read. */
export function tellable({ id, from, to, members }: Wave<WaveMember>): TellableWave {
  const turned = firstOfEach(members);
  const changes = turned.map(({ change }) => change);
  return {
    ...{ id, from, to, fabricId: members[0]?.fabricId ?? '', turned },
    common: commonOf(changes),
    members: changes.slice(0, MEMBERS_TOLD).map(toMember),
  };
}

/**
 * Waves of which only ids were read. The first of their changes are read whole. The others may be thousands: whether they have
 * in common with these what is told, the database says.
 */
export async function readTellable(
  ctx: Ctx,
  waves: readonly Wave[],
  crowds: Crowds,
): Promise<TellableWave[]> {
  const turned = waves.map(({ members }) => firstOfEach(members));
  const named = turned.flatMap((some) => some.slice(0, MEMBERS_TOLD).map(({ id }) => id));
  const read = new Map(
    (await changesOfIds(ctx.db, fabricScope(ctx), named)).map((change) => [change.id, change]),
  );
  const told = waves.map(({ id, from, to, members }, index): TellableWave => {
    const changes = (turned[index] ?? [])
      .slice(0, MEMBERS_TOLD)
      .flatMap((member) => read.get(member.id) ?? []);
    const wave = { id, from, to, fabricId: members[0]?.fabricId ?? '', turned: turned[index] ?? [] };
    return { ...wave, common: commonOf(changes), members: changes.map(toMember) };
  });
  const large = told.filter(
    (wave) =>
      wave.turned.length > MEMBERS_TOLD && (wave.common.from !== null || sharedOf(wave, crowds).length > 0),
  );
  const commons = await commonOfChanges(ctx.db, {
    lists: large.map((wave) => (turned[told.indexOf(wave)] ?? []).map(({ id }) => id)),
    traits: large.some((wave) => sharedOf(wave, crowds).length > 0),
  });
  const known = new Map(large.map(({ id }, index) => [id, commons[index]]));
  return told.map((wave) => ({ ...wave, common: known.get(wave.id) ?? wave.common }));
}

const commonOf = (changes: readonly FleetChange[]) => ({
  ...commonTraits(changes),
  from: sameOrNull(changes.map((change) => toChangeRow(change).from)),
});

/** The fabric's other hosts are counted as they are at the time asked for, which is close enough to compare with. */
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

const sharedOf = ({ common, turned, fabricId }: TellableWave, crowds: Crowds) =>
  sharedTraits(common, turned.length, crowds(fabricId));

/** What was replaced on hosts of waves. It is told only where all of a wave had it, so that one of each is asked first. */
async function replacedOn({ db }: Ctx, waves: readonly TellableWave[]): Promise<Precedent[]> {
  if (waves.length === 0) return [];
  const span = {
    from: new Date(Math.min(...waves.map(({ from }) => from)) - PRECEDENT_MS),
    to: new Date(Math.max(...waves.map(({ to }) => to))),
  };
  const hostsOf = ({ turned }: TellableWave) => turned.map(({ hostId }) => hostId);
  const firsts = await replacementsOn(
    db,
    waves.flatMap((wave) => hostsOf(wave).slice(0, 1)),
    span,
  );
  const isPossible = ({ turned }: TellableWave) => firsts.some(({ hostId }) => hostId === turned[0]?.hostId);
  const hostIds = waves.filter(isPossible).flatMap(hostsOf);
  return hostIds.length === 0 ? [] : replacementsOn(db, hostIds, span);
}

/** What all waves share is asked once. */
export async function waveTeller(
  ctx: Ctx,
  asked: Pick<ChangeQuery, 'at'>,
  waves: readonly TellableWave[],
): Promise<(newest: FleetChange, wave: TellableWave) => WaveRow> {
  const fabricIds = waves.map(({ fabricId }) => fabricId);
  return waveTellerBeside(ctx, waves, await readCrowds(ctx, asked, fabricIds));
}

export async function waveTellerBeside(ctx: Ctx, waves: readonly TellableWave[], crowds: Crowds) {
  const replaced = await replacedOn(ctx, waves);
  return (newest: FleetChange, wave: TellableWave): WaveRow => {
    const { id, from, to, turned, common, members } = wave;
    const kind = newest.kind as ChangeKind;
    const isWorse = isTurnForTheWorse(kind, toChangeRow(newest).to);
    return {
      id,
      fabric: newest.fabric,
      startedAt: new Date(from).toISOString(),
      endedAt: new Date(to).toISOString(),
      hosts: turned.length,
      change: toChangeRow(newest, id),
      from: common.from,
      shared: sharedOf(wave, crowds),
      precededBy: isWorse ? precedentsOf(turned, replaced).map(toldPrecedent) : [],
      members: [...members],
    };
  };
}

const toldPrecedent = ({ firstAt, lastAt, ...precedent }: CommonPrecedent) => ({
  ...precedent,
  startedAt: new Date(firstAt).toISOString(),
  endedAt: new Date(lastAt).toISOString(),
});
