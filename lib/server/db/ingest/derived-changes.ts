import { v7 as uuidv7 } from 'uuid';
import { DERIVED_OF_STATE } from '@/lib/domain/change-kinds';
import {
  type ChangeProfile,
  type DerivedChange,
  deriveChanges,
  type Fixed,
  REGRESSION_MS,
} from '@/lib/domain/changes';
import type { StateSegment } from '@/lib/domain/history';
import type { State } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { canonicalJson } from '@/lib/util/canonical-json';
import { inTurns } from '@/lib/util/loop-turns';
import { endAcknowledgements, type StateChange } from './acknowledgements';
import { timeOf } from './array-elements';
import { CHANGE, type ChangeRow, reasonDigest } from './changes';
import { type EndedSilence, excusedSilences, noticeEndedSilences } from './silence';
import { insertInto, statementOver } from './written-columns';

/** A host's segments as a fold has just produced them. */
export type FoldedHost = {
  hostId: string;
  enrolledAs: { hostname: string; fqdn: string | null };
  /** Whether the first of `states` existed before the fold, which only continued it. */
  hasPrior: boolean;
  states: readonly StateSegment[];
  /** The time from which the window was folded again. Null if the newest snapshots were only appended. */
  windowFrom: number | null;
  /** When the server received what was folded now. */
  receivedAt: readonly number[];
  /** The host was silent when these snapshots arrived: they may show that it never was. */
  wasSilent: boolean;
};

type Derived = { hostId: string; change: DerivedChange; detail: object; recordedAt: Date };

/**
 * Writes the changes that follow from these folds, in their transaction: new changes once, and changes that
 * no longer hold are kept as superseded. It costs nothing for hosts that only repeated themselves.
 */
export async function writeDerivedChanges(tx: Db, folded: readonly FoldedHost[], now: Date): Promise<void> {
  const hosts = folded.filter((host) => host.windowFrom !== null || host.wasSilent || saysAnything(host));
  if (hosts.length === 0) return;
  const profiles = await loadProfiles(tx, hosts);
  const fixed = await loadFixed(tx, hosts, profiles);
  const derived: Derived[] = [];
  for (const host of hosts)
    for (const one of await derive(host, profiles, fixed.get(host.hostId) ?? [], now)) derived.push(one);
  const standing = await loadStanding(tx, hosts);
  const { added, over } = await compare(hosts, derived, standing);
  await supersede(
    tx,
    over.map(({ id }) => id),
    now,
  );
  const { told, ended } = await withoutExcused(tx, added, hosts, now);
  await insertChanges(tx, told.map(toRow));
  await endAcknowledgements(tx, ofState(told, hosts));
  await noticeEndedSilences(tx, ended, now);
}

/** Removes returns from silences that were never shown, because the server itself was away. */
async function withoutExcused(tx: Db, added: readonly Derived[], hosts: readonly FoldedHost[], now: Date) {
  const returns = new Map(added.map((one) => [one, endedWith(one, hosts, now)]));
  const all = [...returns.values()].flatMap((silence) => silence ?? []);
  const excused = await excusedSilences(tx, all, now);
  const isTold = (silence: EndedSilence | null | undefined) => !silence || !excused.has(silence);
  return {
    told: added.filter((one) => isTold(returns.get(one))),
    ended: all.filter(isTold),
  };
}

/** New changes, and stored changes that no longer hold. A long history has thousands of each. */
async function compare(
  hosts: readonly FoldedHost[],
  derived: readonly Derived[],
  standing: readonly Standing[],
) {
  const keys = await inTurns(derived, keyOf);
  const standingKeys = await inTurns(standing, keyOfStanding);
  const [holds, kept] = [new Set(keys), new Set(standingKeys)];
  const isOver = (one: Standing, key: string) => (one.derived ? !holds.has(key) : isCovered(hosts, one));
  return {
    added: derived.filter((_, index) => !kept.has(keys[index] ?? '')),
    over: standing.filter((one, index) => isOver(one, standingKeys[index] ?? '')),
  };
}

/** The changes by which a host's state or failing checks differ from before. */
function ofState(added: readonly Derived[], hosts: readonly FoldedHost[]): StateChange[] {
  const newest = new Map(hosts.map(({ hostId, states }) => [hostId, states.at(-1)?.profileId]));
  return added.flatMap(({ hostId, change: { kind, at, profileId } }) =>
    DERIVED_OF_STATE.includes(kind) ? [{ hostId, at, isNewest: newest.get(hostId) === profileId }] : [],
  );
}

/** The silence that ended when a host returned; after a faulty spell there was none. */
function endedWith(
  { hostId, change: { kind, at: backAt } }: Derived,
  hosts: readonly FoldedHost[],
  now: Date,
): EndedSilence | null {
  const host = kind === 'back' ? hosts.find((one) => one.hostId === hostId) : undefined;
  const before = host?.states[host.states.findIndex(({ from }) => from === backAt) - 1];
  if (!host || !before?.profileId || before.faulty) return null;
  const { profileId, confirmedAt: lastObservedAt, coveredUntil: silentAfter } = before;
  const toldAt = knownSince(host, silentAfter, now);
  return { hostId, profileId, lastObservedAt, silentAfter, backAt, toldAt };
}

const newStates = ({ states, hasPrior }: FoldedHost) => (hasPrior ? states.slice(1) : states);

/** Whether a fold has anything new. A new day opens a segment that repeats the previous one, which is no change. */
function saysAnything({ states, hasPrior }: FoldedHost): boolean {
  return states.some((segment, index) => {
    const before = states[index - 1];
    if (before === undefined) return !hasPrior;
    if (segment.faulty) return false;
    return before.faulty || before.profileId !== segment.profileId || before.coveredUntil < segment.from;
  });
}

async function derive(
  host: FoldedHost,
  profiles: ReadonlyMap<string, ChangeProfile>,
  fixed: readonly Fixed[],
  now: Date,
): Promise<Derived[]> {
  const { hostId, enrolledAs, hasPrior, states } = host;
  const prior = hasPrior ? (states[0] ?? null) : null;
  const profileOf = (id: string) => {
    const profile = profiles.get(id);
    // A segment never refers to a profile that was not written before it.
    if (profile === undefined) throw new Error(`host_profile ${id} is missing`);
    return profile;
  };
  const changes = deriveChanges({ enrolledAs, prior, segments: newStates(host), fixed, profileOf });
  return inTurns(changes, (change) => ({
    hostId,
    change,
    detail: detailOf(change),
    recordedAt: knownSince(host, change.at, now),
  }));
}

/**
 * When the server learned of a change: one batch may hold hours of snapshots, and the first snapshot after
 * the change showed it.
 */
function knownSince({ receivedAt }: FoldedHost, at: number, now: Date): Date {
  const first = Math.min(...receivedAt.filter((time) => time >= at));
  return Number.isFinite(first) ? new Date(first) : now;
}

function detailOf({ from, to, causes, gained, fixed, regressed, since }: DerivedChange): object {
  const told = since === undefined ? undefined : timeOf(since);
  // The shape that jsonb returns, without undefined values.
  return JSON.parse(JSON.stringify({ from, to, causes, gained, fixed, regressed, since: told }));
}

const keyOf = ({ hostId, change, detail }: Derived) =>
  canonicalJson([hostId, change.at, change.kind, change.profileId, detail]);

const keyOfStanding = ({ hostId, at, kind, profileId, detail }: Standing) =>
  canonicalJson([hostId, at.getTime(), kind, profileId, detail]);

const profilesOfChanges = rowsOf('profiles of changes', {
  id: 'text',
  judgedState: typed<State>('text'),
  causes: 'texts',
  hostname: 'text',
  fqdn: 'text?',
  cluster: 'text?',
  firmwareVersion: 'text?',
  ciPolicy: 'text?',
  agentVersion: 'text?',
});
const fixedCauses = rowsOf('fixed causes', { hostId: 'text', at: 'time', causes: 'texts' });
const standingChanges = rowsOf('standing changes', {
  id: 'text',
  hostId: 'text',
  at: 'time',
  kind: 'text',
  profileId: 'text?',
  derived: 'boolean',
  detail: typed<object>('json'),
});
type Standing = RowOf<typeof standingChanges>;

async function loadProfiles(
  tx: Db,
  hosts: readonly FoldedHost[],
): Promise<ReadonlyMap<string, ChangeProfile>> {
  const ids = new Set(hosts.flatMap(({ states }) => states.flatMap(({ profileId }) => profileId ?? [])));
  const profiles = await profilesOfChanges(tx)`
    SELECT id::text AS id, judged_state AS "judgedState", causes, hostname, fqdn, cluster,
      firmware_version AS "firmwareVersion", ci_policy AS "ciPolicy", agent_version AS "agentVersion"
    FROM host_profile WHERE id = ANY(${[...ids]}::uuid[])`;
  return new Map(profiles.map((profile) => [profile.id, profile]));
}

/** What these hosts had repaired before the present changes; read only if something fails now. */
async function loadFixed(
  tx: Db,
  hosts: readonly FoldedHost[],
  profiles: ReadonlyMap<string, ChangeProfile>,
): Promise<ReadonlyMap<string, Fixed[]>> {
  const asked = hosts.flatMap((host) => {
    const states = newStates(host);
    const first = states[0];
    const fails = states.some(({ profileId }) => profileId && profiles.get(profileId)?.causes.length);
    return first === undefined || !fails
      ? []
      : [{ hostId: host.hostId, before: host.windowFrom ?? first.from }];
  });
  const found = new Map<string, Fixed[]>();
  if (asked.length === 0) return found;
  const rows = await fixedCauses(tx)`
    SELECT c.host_id::text AS "hostId", c.at, ARRAY(SELECT jsonb_array_elements_text(c.detail->'fixed')) AS causes
    FROM unnest(${asked.map(({ hostId }) => hostId)}::uuid[], ${asked.map(({ before }) => timeOf(before))}::timestamptz[],
      ${asked.map(({ before }) => timeOf(before - REGRESSION_MS))}::timestamptz[]) AS h(id, before, since)
    JOIN change c ON c.host_id = h.id AND c.at >= h.since AND c.at < h.before
    WHERE c.derived AND c.superseded_at IS NULL AND c.kind IN ('transition', 'regression', 'recovery')
      AND c.detail->'fixed' <> '[]'`;
  for (const { hostId, at, causes } of rows) {
    const ofHost = found.get(hostId) ?? [];
    ofHost.push({ at: at.getTime(), causes });
    found.set(hostId, ofHost);
  }
  return found;
}

/** Changes that may no longer hold: everything derived within a window, and silences that were noticed. */
async function loadStanding(tx: Db, hosts: readonly FoldedHost[]): Promise<Standing[]> {
  const asked = hosts.flatMap(({ hostId, windowFrom, wasSilent, states }) => {
    const since = windowFrom ?? (wasSilent ? states[0]?.from : undefined);
    return since === undefined ? [] : [{ hostId, since, isWindow: windowFrom !== null }];
  });
  if (asked.length === 0) return [];
  return standingChanges(tx)`
    SELECT c.id::text AS id, c.host_id::text AS "hostId", c.at, c.kind, c.profile_id::text AS "profileId", c.derived, c.detail
    FROM unnest(${asked.map(({ hostId }) => hostId)}::uuid[], ${asked.map(({ since }) => timeOf(since))}::timestamptz[],
      ${asked.map(({ isWindow }) => isWindow)}::boolean[]) AS h(id, since, is_window)
    JOIN change c ON c.host_id = h.id AND c.at >= h.since
    WHERE c.superseded_at IS NULL AND ((c.derived AND h.is_window) OR c.kind = 'silent')`;
}

/** Whether a late snapshot covers the time at which the clock had noticed a silence, so that there was none. */
function isCovered(hosts: readonly FoldedHost[], { hostId, at }: Standing): boolean {
  const time = at.getTime();
  const host = hosts.find((one) => one.hostId === hostId);
  return (
    host?.states.some(({ faulty, from, coveredUntil }) => !faulty && from <= time && time < coveredUntil) ??
    false
  );
}

const insertChanges = statementOver(CHANGE, insertInto('change', CHANGE));

const toRow = ({ hostId, change, detail, recordedAt }: Derived): ChangeRow => ({
  ...{ id: uuidv7(), hostId, kind: change.kind, derived: true, causeKey: null },
  ...{ at: change.at, recordedAt: recordedAt.getTime(), detail: JSON.stringify(detail) },
  ...{ profileId: change.profileId, reason: reasonDigest(change) },
});

async function supersede(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`UPDATE change SET superseded_at = ${now} WHERE id = ANY(${ids}::uuid[])`;
}
