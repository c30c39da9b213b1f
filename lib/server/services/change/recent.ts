import type { FeedEntry, RecentChanges, RecentChangesInput } from '@/lib/contracts/changes';
import { CHANGE_KINDS, type ChangeKind, isTurnForTheWorse } from '@/lib/domain/changes';
import {
  FLAPPING_SWITCHES,
  heaviestLines,
  RECENT_MS,
  type RecentLine,
  SWITCHES,
  TURNS,
} from '@/lib/domain/recent-changes';
import { type Wave, waveId } from '@/lib/domain/waves';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import {
  activeHosts,
  countWaves,
  type FleetChange,
  type HostActivity,
} from '@/lib/server/db/fleet/answers/changes';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { grouped } from '@/lib/util/grouped';
import { readEntries, waveTeller } from './feed';
import { toChangeRow } from './internal';
import { type WaveMember, type Waves, wavesAround } from './waves';

/** As many as can be taken in at a glance. */
const SHOWN = 7;
/** How many changes are looked at. A large fleet has more in a day; its largest waves are found anyway. */
const LOOKED_AT = 1_000;
/** How many changes of one host are looked at: one that is part of a wave is shown there, and another beside it. */
const CHANGES_OF_HOST = 6;

type Line = RecentLine &
  ({ wave: Wave<WaveMember>; newest: FleetChange } | { wave?: undefined; activity: HostActivity });

/**
 * The last day by weight: waves, then hosts that stopped being able, then what else happened. A host is one line, however often
 * it changed. Where the day has little, what was before it follows.
 */
export async function recentChanges({ ctx, input }: Verb<RecentChangesInput>): Promise<RecentChanges> {
  authorize(ctx, 'history.read');
  await refuseForgotten(ctx, input.at);
  const asOf = momentOf(whenOf(ctx, input.at));
  const dayBefore = new Date(asOf.getTime() - RECENT_MS);
  const recent = heaviestLines(await linesWithin(ctx, input, { from: dayBefore, to: asOf }, asOf), SHOWN);
  const older = recent.length < SHOWN ? await olderLines(ctx, input, dayBefore, asOf) : [];
  const known = new Set(recent.map(keyOf));
  const lines = [...recent, ...older.filter((line) => !known.has(keyOf(line)))].slice(0, SHOWN);
  const tellWave = await waveTeller(
    ctx,
    input,
    lines.flatMap(({ wave }) => wave ?? []),
  );
  const entries = lines.map((line): FeedEntry => {
    if (line.wave !== undefined) return { type: 'wave', wave: tellWave(line.newest, line.wave) };
    return changeEntry(line.activity);
  });
  return { asOf: asOf.toISOString(), entries };
}

const keyOf = (line: Line) => (line.wave === undefined ? line.activity.id : line.wave.id);

function changeEntry({ switches, switchedSince, ...change }: HostActivity): FeedEntry {
  const isFlapping = switches >= FLAPPING_SWITCHES && switchedSince !== null;
  return {
    type: 'change',
    change: toChangeRow(change),
    ...(isFlapping && { switches: { count: switches, since: switchedSince.toISOString() } }),
  };
}

type Span = { from: Date; to: Date };

/** A line for each wave and for each host beside them. */
async function linesWithin(
  { db, ...ctx }: Ctx,
  { filter }: RecentChangesInput,
  span: Span,
  asOf: Date,
): Promise<Line[]> {
  const asked = { fabrics: fabricScope({ db, ...ctx }), filter, ...span };
  const [hosts, large] = await Promise.all([
    activeHosts(db, {
      ...asked,
      turns: TURNS,
      switches: SWITCHES,
      changes: CHANGES_OF_HOST,
      limit: LOOKED_AT,
    }),
    countWaves(db, { ...asked, kinds: CHANGE_KINDS, hosts: 2, limit: SHOWN }),
  ]);
  const seeds = [...hosts, ...large.map(({ reason, endedAt }) => ({ reason, at: endedAt }))];
  const waves = await wavesAround(db, asked.fabrics, seeds, asOf);
  const largeIds = new Set(
    large.map(({ startedAt, ...wave }) => waveId({ ...wave, at: startedAt.getTime() })),
  );
  return [...waveLines(waves, hosts, largeIds), ...hostLines(waves, hosts)];
}

function waveLines(waves: Waves, hosts: readonly HostActivity[], largeIds: ReadonlySet<string>): Line[] {
  const named = new Set([...largeIds, ...hosts.flatMap(({ id }) => waves.of(id)?.id ?? [])]);
  return waves.all.flatMap((wave): Line[] => {
    const newest = wave.members.at(-1)?.change;
    if (newest === undefined || !named.has(wave.id)) return [];
    return [{ ...weightOf(newest, new Set(wave.members.map(({ hostId }) => hostId)).size), wave, newest }];
  });
}

/**
 * The newest change of each host, a turn before anything else. A host that goes on turning has it whatever waves say about it, any
 * other only what no wave says.
 */
function hostLines(waves: Waves, activities: readonly HostActivity[]): Line[] {
  const ofHosts = grouped(activities, ({ hostId }) => hostId);
  return [...ofHosts.values()].flatMap((changes): Line[] => {
    const own = changes.filter(
      ({ id, switches }) => switches >= FLAPPING_SWITCHES || waves.of(id) === undefined,
    );
    const activity = own.find(({ kind }) => isTurnKind(kind)) ?? own[0];
    if (activity === undefined) return [];
    const { isWorse, ...line } = weightOf(activity, 1);
    // One that does not settle may pass at this very moment.
    return [{ ...line, isWorse: isWorse || activity.switches >= FLAPPING_SWITCHES, activity }];
  });
}

const isTurnKind = (kind: string) => TURNS.some((turn) => turn === kind);

function weightOf({ at, kind, detail }: FleetChange, hosts: number): RecentLine {
  const to = typeof detail.to === 'string' ? detail.to : null;
  return {
    at: at.getTime(),
    hosts,
    isTurn: isTurnKind(kind),
    isWorse: isTurnForTheWorse(kind as ChangeKind, to),
  };
}

/** Read beyond what is shown, since a host is one line here as well. */
const OLDER_READ = 3 * SHOWN;

/** What was before, in its order, since nothing of it is urgent. */
async function olderLines(
  ctx: Ctx,
  { filter }: RecentChangesInput,
  until: Date,
  asOf: Date,
): Promise<Line[]> {
  const question = { fabrics: fabricScope(ctx), filter, since: null, until, asOf, after: null };
  const { found } = await readEntries(ctx, { ...question, limit: OLDER_READ }, OLDER_READ);
  const seen = new Set<string>();
  return found.flatMap(({ change, wave }): Line[] => {
    if (wave !== undefined) return [{ ...weightOf(change, wave.members.length), wave, newest: change }];
    if (seen.has(change.hostId)) return [];
    seen.add(change.hostId);
    return [{ ...weightOf(change, 1), activity: { ...change, switches: 0, switchedSince: null } }];
  });
}
