import type { Paths } from '@/lib/util/canonical-json';
import { isRecord } from '@/lib/util/guards';
import { jsonPointer } from '@/lib/util/json-pointer';
import { nameOfElements, type Partners, pairElements } from './pair-elements';
import { createValueIds } from './value-ids';

export const DIFFERENCE_KINDS = ['added', 'removed', 'changed'] as const;
type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export type Difference = {
  /** The place (RFC 6901): in the earlier document for a removal, otherwise in the later one. */
  path: string;
  kind: DifferenceKind;
  /** Null if there was no value; `kind` distinguishes this from a value null. */
  before: unknown;
  after: unknown;
  /** The name of the nearest list element around it, because the path has only an index; null if there is none. */
  element: string | null;
};

/** The shown differences, and the total number. */
export type DifferenceList = { shown: Difference[]; total: number };

export type DocumentDifferences = { content: DifferenceList; volatile: DifferenceList };

export type Limits = { shown: number; pathChars: number };

/** Nobody reads more. Values are limited in their documents; paths and names are counted, because they repeat. */
const LIMITS: Limits = { shown: 500, pathChars: 200_000 };

/** A position in a walk through both documents. */
type Place = {
  around: Place | null;
  before: PropertyKey;
  after: PropertyKey;
  element: string | null;
};

/** `true` for a path that is listed separately; a tree if such paths lie deeper; otherwise undefined. */
type Apart = Paths | true | undefined;

type Walk = {
  idOf: (value: unknown) => number;
  note: (place: Place | null, apart: Apart, values: Pick<Difference, 'kind' | 'before' | 'after'>) => void;
};

/**
 * The differences between two documents, member by member and in any order. Differences below `apart` are
 * listed separately.
 */
export function compareDocuments(
  before: unknown,
  after: unknown,
  { apart, limits = LIMITS }: { apart: Paths; limits?: Limits },
): DocumentDifferences {
  const [content, volatile] = [createList(limits), createList(limits)];
  const note: Walk['note'] = (place, where, values) =>
    (where === true ? volatile : content).add(place, values);
  compareValues({ idOf: createValueIds(), note }, { place: null, apart, before, after });
  return { content: content.list, volatile: volatile.list };
}

function createList({ shown, pathChars }: Limits) {
  const list: DifferenceList = { shown: [], total: 0 };
  let chars = 0;
  function add(place: Place | null, values: Pick<Difference, 'kind' | 'before' | 'after'>) {
    list.total += 1;
    if (list.shown.length >= shown || chars >= pathChars) return;
    const path = jsonPointer(keysTo(place, values.kind === 'removed' ? 'before' : 'after'));
    const element = place?.element ?? null;
    chars += path.length + (element?.length ?? 0);
    if (chars <= pathChars) list.shown.push({ path, ...values, element });
  }
  return { list, add };
}

function keysTo(place: Place | null, side: 'before' | 'after'): PropertyKey[] {
  const keys: PropertyKey[] = [];
  for (let step = place; step !== null; step = step.around) keys.push(step[side]);
  return keys.reverse();
}

type Pair<Value> = { place: Place | null; apart: Apart; before: Value; after: Value };

function compareValues(walk: Walk, { place, apart, before, after }: Pair<unknown>): void {
  if (walk.idOf(before) === walk.idOf(after)) return;
  if (isRecord(before) && isRecord(after)) compareMembers(walk, { place, apart, before, after });
  else if (Array.isArray(before) && Array.isArray(after))
    compareElements(walk, { place, apart: apart === true ? true : undefined, before, after });
  else walk.note(place, apart, { kind: 'changed', before, after });
}

function compareMembers(walk: Walk, { place, apart, before, after }: Pair<Record<string, unknown>>): void {
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  for (const key of [...Object.keys(before), ...added]) {
    const inside = { around: place, before: key, after: key, element: place?.element ?? null };
    const below = apart !== true && apart !== undefined ? pathsBelow(apart, key) : apart;
    if (!Object.hasOwn(after, key)) walk.note(inside, below, removed(before[key]));
    else if (!Object.hasOwn(before, key)) walk.note(inside, below, addition(after[key]));
    else compareValues(walk, { place: inside, apart: below, before: before[key], after: after[key] });
  }
}

const pathsBelow = (paths: Paths, key: string): Apart => (Object.hasOwn(paths, key) ? paths[key] : undefined);

const removed = (before: unknown) => ({ kind: 'removed' as const, before, after: null });
const addition = (after: unknown) => ({ kind: 'added' as const, before: null, after });

function compareElements(walk: Walk, { place, apart, before, after }: Pair<readonly unknown[]>): void {
  const partners = pairElements({ before, after }, walk.idOf);
  const nameOf = nameOfElements(before, after);
  const at = (from: number, to: number, element: unknown): Place => {
    const own = nameOf?.(element) ?? place?.element ?? null;
    return { around: place, before: from, after: to, element: own };
  };
  for (const [from, to] of inOrder(partners, before.length)) {
    if (to === undefined) walk.note(at(from ?? 0, 0, before[from ?? 0]), apart, removed(before[from ?? 0]));
    else if (from === undefined) walk.note(at(0, to, after[to]), apart, addition(after[to]));
    else {
      const inside = { place: at(from, to, after[to]), before: before[from], after: after[to] };
      compareValues(walk, { ...inside, apart });
    }
  }
}

/** The elements of both lists in pairs; an element without a partner comes alone. */
function* inOrder(
  partners: Partners,
  beforeLength: number,
): Generator<readonly [from: number | undefined, to: number | undefined]> {
  let next = 0;
  for (const [to, partner] of partners.entries()) {
    for (; partner !== undefined && next < partner; next += 1) yield [next, undefined];
    if (partner !== undefined) next = partner + 1;
    yield [partner, to];
  }
  for (; next < beforeLength; next += 1) yield [next, undefined];
}
