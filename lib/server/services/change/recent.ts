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
import { type Wave, type WaveChange, waveId } from '@/lib/domain/waves';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import {
  activeHosts,
  changesOfIds,
  type FleetChange,
  type HostActivity,
} from '@/lib/server/db/fleet/answers/changes';
import { readWaves, type WaveRows } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { grouped } from '@/lib/util/grouped';
import { readEntries } from './feed';
import { toChangeRow } from './internal';
import { readCrowds, readTellable, waveTellerBeside } from './tell-waves';

/** As many as can be taken in at a glance. */
const SHOWN = 7;
/** How many changes are looked at. A large fleet has more in a day; its largest waves are found anyway. */
const LOOKED_AT = 1_000;
/** More changes than these are no waves: their hosts are shown one by one rather than counted wrongly. */
const CHANGES_OF_WAVES = 50_000;
/** How many changes of one host are looked at: one that is part of a wave is shown there, and another beside it. */
const CHANGES_OF_HOST = 6;

/** A wave is read when it is shown: most waves of a day are not. */
type LineOfWave = { id: string; newestId: string; read: () => Wave };
type Line = RecentLine &
  ({ wave: LineOfWave; activity?: undefined } | { wave?: undefined; activity: HostActivity });

/**
 * The last day by weight: waves, then hosts that stopped being able, then what else happened. A host is one line, however often
 * it changed. Where the day has little, what was before it follows.
 */
export async function recentChanges({ ctx, input }: Verb<RecentChangesInput>): Promise<RecentChanges> {
  authorize(ctx, 'history.read');
  await refuseForgotten(ctx, input.at);
  const asOf = momentOf(whenOf(ctx, input.at));
  const dayBefore = new Date(asOf.getTime() - RECENT_MS);
  const recent = heaviestLines(await linesWithin(ctx, input, { from: dayBefore, to: asOf }), SHOWN);
  const older = recent.length < SHOWN ? await olderLines(ctx, input, dayBefore, asOf) : [];
  const known = new Set(recent.map(keyOf));
  const lines = [...recent, ...older.filter((line) => !known.has(keyOf(line)))].slice(0, SHOWN);
  return { asOf: asOf.toISOString(), entries: await toldLines(ctx, input, lines) };
}

async function toldLines(ctx: Ctx, input: RecentChangesInput, lines: readonly Line[]): Promise<FeedEntry[]> {
  const shown = lines.flatMap(({ wave }) => wave ?? []);
  const read = shown.map((wave) => wave.read());
  const newestIds = shown.map(({ newestId }) => newestId);
  const found = await changesOfIds(ctx.db, fabricScope(ctx), newestIds);
  const crowds = await readCrowds(
    ctx,
    input,
    found.map(({ fabricId }) => fabricId),
  );
  const waves = await readTellable(ctx, read, crowds);
  const tell = await waveTellerBeside(ctx, waves, crowds);
  return lines.flatMap((line): FeedEntry[] => {
    if (line.activity !== undefined) return [changeEntry(line.activity)];
    const wave = waves.find(({ id }) => id === line.wave.id);
    const newest = found.find(({ id }) => id === line.wave.newestId);
    return wave && newest ? [{ type: 'wave', wave: tell(newest, wave) }] : [];
  });
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
async function linesWithin({ db, ...ctx }: Ctx, { filter }: RecentChangesInput, span: Span): Promise<Line[]> {
  const asked = { fabrics: fabricScope({ db, ...ctx }), filter, ...span };
  const hosts = await activeHosts(db, {
    ...asked,
    turns: TURNS,
    switches: SWITCHES,
    changes: CHANGES_OF_HOST,
    limit: LOOKED_AT,
  });
  const waves = await readWaves(db, {
    ...asked,
    kinds: CHANGE_KINDS,
    reasons: null,
    hosts: 2,
    asked: hosts.map(({ id }) => id),
    changes: CHANGES_OF_WAVES,
  });
  return [...waveLines(waves), ...hostLines(waves, hosts)];
}

/** The largest waves, and those that the newest changes are of. */
const waveLines = (waves: readonly WaveRows[]): Line[] =>
  waves
    .filter(({ asked }, index) => index < SHOWN || asked.length > 0)
    .map((wave) => ({ ...weightOf({ ...wave, at: wave.endedAt }, wave.hosts), wave: lineOfWave(wave) }));

function lineOfWave({ fabricId, reason, startedAt, endedAt, members }: WaveRows): LineOfWave {
  const [from, to] = [startedAt.getTime(), endedAt.getTime()];
  const id = waveId({ at: from, fabricId, reason });
  const toChange = (text: string): WaveChange => {
    const [change = '', hostId = '', at] = text.split(' ');
    return { id: change, hostId, fabricId, reason, at: Number(at) };
  };
  const newestId = toChange(members.slice(members.lastIndexOf(',') + 1)).id;
  return { id, newestId, read: () => ({ id, from, to, members: members.split(',').map(toChange) }) };
}

/**
 * The newest change of each host, a turn before anything else. A host that goes on turning has it whatever waves say about it, any
 * other only what no wave says.
 */
function hostLines(waves: readonly WaveRows[], activities: readonly HostActivity[]): Line[] {
  const inWaves = new Set(waves.flatMap(({ asked }) => asked));
  const ofHosts = grouped(activities, ({ hostId }) => hostId);
  return [...ofHosts.values()].flatMap((changes): Line[] => {
    const own = changes.filter(({ id, switches }) => switches >= FLAPPING_SWITCHES || !inWaves.has(id));
    const activity = own.find(({ kind }) => isTurnKind(kind)) ?? own[0];
    if (activity === undefined) return [];
    const { isWorse, ...line } = weightOf(activity, 1);
    // One that does not settle may pass at this very moment.
    return [{ ...line, isWorse: isWorse || activity.switches >= FLAPPING_SWITCHES, activity }];
  });
}

const isTurnKind = (kind: string) => TURNS.some((turn) => turn === kind);

function weightOf(
  { at, kind, detail }: Pick<FleetChange, 'at' | 'kind' | 'detail'>,
  hosts: number,
): RecentLine {
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
    if (wave !== undefined)
      return [
        {
          ...weightOf(change, wave.members.length),
          wave: { id: wave.id, newestId: change.id, read: () => wave },
        },
      ];
    if (seen.has(change.hostId)) return [];
    seen.add(change.hostId);
    return [{ ...weightOf(change, 1), activity: { ...change, switches: 0, switchedSince: null } }];
  });
}
