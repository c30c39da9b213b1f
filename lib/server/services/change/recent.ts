import { type FeedEntry, RecentChanges, RecentChangesInput } from '@/lib/contracts/changes';
import { CHANGE_KINDS, factsOf, SWITCHES, TURNS } from '@/lib/domain/change-kinds';
import { isTurnForTheWorse } from '@/lib/domain/changes';
import {
  FLAPPING_SWITCHES,
  heaviestLines,
  isCauseOfAnother,
  RECENT_MS,
  type RecentLine,
} from '@/lib/domain/recent-changes';
import { LEAST_HOSTS } from '@/lib/domain/waves';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import {
  activeHosts,
  changesOfIds,
  type FleetChange,
  type HostActivity,
} from '@/lib/server/db/fleet/answers/changes';
import { countWaves, idOfWave, type WaveCount } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { FABRICS_OF_A_TIME } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { grouped } from '@/lib/util/grouped';
import { readEntries } from './feed';
import { toChangeRow } from './internal';
import { openTeller } from './open-waves';
import {
  type Crowds,
  readCrowds,
  readTellable,
  type TellableWave,
  tellable,
  waveTellerBeside,
} from './tell-waves';

/** As many as a person takes in at a glance. */
const SHOWN = 7;
/**
 * How many changes and waves are read. A large fleet has more changes in a day, but its largest waves are
 * still found.
 */
const LOOKED_AT = 1_000;
/**
 * How many changes of one host are read: one may belong to a wave and be shown there, another is shown for
 * the host.
 */
const CHANGES_OF_HOST = 6;

/** A line stands for a wave, whose details are read once it is shown, or for the change of a host. */
type LineOfWave = { id: string; newestId: string } & (
  | { counted: WaveCount; known?: undefined }
  | { counted?: undefined; known: TellableWave }
);
type LineOfHost = { id: string; switches: { count: number; since: Date } | null };
type Line = RecentLine &
  ({ wave: LineOfWave; change?: undefined } | { wave?: undefined; change: LineOfHost });

/**
 * The last day by importance: waves, then hosts that stopped being able, then everything else. A host has one
 * line, however often it changed. If the day has few lines, older ones follow.
 */
export const recentChanges = verb({
  procedure: 'change.recent',
  route: { at: 'GET /api/v1/changes/recent', operation: 'listRecentChanges', words: FABRICS_OF_A_TIME },
  summary: 'Lists the changes of the last day.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: RecentChangesInput,
  output: RecentChanges,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const asOf = momentOf(whenOf(ctx, input.at));
    const dayBefore = new Date(asOf.getTime() - RECENT_MS);
    const recent = heaviestLines(await linesWithin(ctx, input, { from: dayBefore, to: asOf }), SHOWN);
    const older = recent.length < SHOWN ? await olderLines(ctx, input, dayBefore, asOf) : [];
    const known = new Set(recent.map(keyOf));
    const lines = [...recent, ...older.filter((line) => !known.has(keyOf(line)))].slice(0, SHOWN);
    return { asOf: asOf.toISOString(), entries: await toldLines(ctx, input, lines) };
  },
});

async function toldLines(ctx: Ctx, input: RecentChangesInput, lines: readonly Line[]): Promise<FeedEntry[]> {
  const ids = lines.map(({ wave, change }) => wave?.newestId ?? change?.id ?? '');
  const read = await changesOfIds(ctx.db, fabricScope(ctx), ids);
  const newest = new Map(read.map((change) => [change.id, change]));
  const ofWaves = lines.flatMap(({ wave }) => newest.get(wave?.newestId ?? '') ?? []);
  const crowds = await readCrowds(
    ctx,
    input,
    ofWaves.map(({ fabricId }) => fabricId),
  );
  const waves = await tellableWaves(ctx, lines, crowds);
  const tell = await waveTellerBeside(ctx, waves, crowds);
  const tellOpen = await openTeller(ctx, input, waves);
  const entries = lines.flatMap(({ wave: line, change }, place): FeedEntry[] => {
    const told = newest.get(ids[place] ?? '');
    if (told === undefined) return [];
    if (line === undefined) return [changeEntry(told, change)];
    const wave = waves.find(({ id }) => id === line.id);
    return wave ? [{ type: 'wave', wave: { ...tell(told, wave), ...tellOpen(wave) } }] : [];
  });
  return withoutCauses(entries);
}

/**
 * Leaves out replacements on exactly the hosts of a wave of failures right before it: the wave's entry shows
 * them, as on the page Changes.
 */
function withoutCauses(entries: readonly FeedEntry[]): FeedEntry[] {
  const waves = entries.flatMap((entry) => (entry.type === 'wave' ? entry.wave : []));
  return entries.filter((entry) => entry.type !== 'wave' || !isCauseOfAnother(entry.wave, waves));
}

async function tellableWaves(ctx: Ctx, lines: readonly Line[], crowds: Crowds): Promise<TellableWave[]> {
  const counted = lines.flatMap(({ wave }) => wave?.counted ?? []);
  const known = lines.flatMap(({ wave }) => wave?.known ?? []);
  return [...(await readTellable(ctx, counted, crowds)), ...known];
}

const keyOf = (line: Line) => (line.wave === undefined ? line.change.id : line.wave.id);

const changeEntry = (change: FleetChange, { switches }: LineOfHost): FeedEntry => ({
  type: 'change',
  change: toChangeRow(change),
  ...(switches && { switches: { count: switches.count, since: switches.since.toISOString() } }),
});

type Span = { from: Date; to: Date };

/** A line for each wave, and one for each host that is in none. */
async function linesWithin(ctx: Ctx, { filter }: RecentChangesInput, span: Span): Promise<Line[]> {
  const asked = { fabrics: fabricScope(ctx), filter, ...span, limit: LOOKED_AT };
  const kinds = { turns: TURNS, switches: SWITCHES, often: FLAPPING_SWITCHES };
  // The waves are counted after the changes are read, so that the wave of each change is among them.
  const hosts = await activeHosts(ctx.db, { ...asked, ...kinds, changes: CHANGES_OF_HOST });
  const waves = await countWaves(ctx.db, {
    ...asked,
    kinds: CHANGE_KINDS,
    reasons: null,
    hosts: LEAST_HOSTS,
  });
  const waveOf = waveFinder(waves);
  return [
    ...waveLines(waves, new Set(hosts.flatMap((change) => waveOf(change) ?? []))),
    ...hostLines(hosts, waveOf),
  ];
}

type WaveOf = (change: HostActivity) => WaveCount | undefined;

/** Finds the wave of a change by its fabric, its reason and its time. */
function waveFinder(waves: readonly WaveCount[]): WaveOf {
  const keyed = ({ fabricId, reason }: Pick<HostActivity, 'fabricId' | 'reason'>) => `${fabricId} ${reason}`;
  const byKey = grouped(waves, keyed);
  return (change) =>
    byKey
      .get(keyed(change))
      ?.find(({ startedAt, endedAt }) => startedAt <= change.at && change.at <= endedAt);
}

/** The largest waves, and the waves that the newest changes belong to. */
const waveLines = (waves: readonly WaveCount[], newest: ReadonlySet<WaveCount>): Line[] =>
  waves
    .filter((wave, index) => index < SHOWN || newest.has(wave))
    .map((wave) => ({
      ...weightOf({ ...wave, at: wave.endedAt, to: toOf(wave) }, wave.hosts),
      wave: { id: idOfWave(wave), newestId: wave.newestId, counted: wave },
    }));

/**
 * The newest change of each host; a turn comes before any other change. A host that keeps turning is listed
 * even if its changes are in waves; any other host only with changes that no wave shows.
 */
function hostLines(activities: readonly HostActivity[], waveOf: WaveOf): Line[] {
  const ofHosts = grouped(activities, ({ hostId }) => hostId);
  return [...ofHosts.values()].flatMap((changes): Line[] => {
    const own = changes.filter((change) => isFlapping(change) || waveOf(change) === undefined);
    const activity = own.find(({ kind }) => isTurnKind(kind)) ?? own[0];
    if (activity === undefined) return [];
    const { isWorse, ...line } = weightOf(activity, 1);
    const { id, switches, switchedSince } = activity;
    const told = isFlapping(activity) && switchedSince ? { count: switches, since: switchedSince } : null;
    // A flapping host counts as worse although it may be able at this moment.
    return [{ ...line, isWorse: isWorse || isFlapping(activity), change: { id, switches: told } }];
  });
}

const isFlapping = ({ switches }: HostActivity) => switches >= FLAPPING_SWITCHES;

const isTurnKind = (kind: string) => factsOf(kind).turn !== undefined;

const toOf = ({ detail }: Pick<FleetChange, 'detail'>) => (typeof detail.to === 'string' ? detail.to : null);

const weightOf = ({ at, kind, to }: Pick<HostActivity, 'at' | 'kind' | 'to'>, hosts: number): RecentLine => ({
  at: at.getTime(),
  hosts,
  isTurn: isTurnKind(kind),
  isWorse: isTurnForTheWorse(kind, to),
});

/** More is read than is shown, because a host has one line here too. */
const OLDER_READ = 3 * SHOWN;

/** Older changes by time, because none of them is urgent. */
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
    const weight = weightOf({ ...change, to: toOf(change) }, wave?.members.length ?? 1);
    if (wave !== undefined)
      return [{ ...weight, wave: { id: wave.id, newestId: change.id, known: tellable(wave) } }];
    if (seen.has(change.hostId)) return [];
    seen.add(change.hostId);
    return [{ ...weight, change: { id: change.id, switches: null } }];
  });
}
