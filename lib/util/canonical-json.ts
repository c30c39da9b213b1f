type Shape = { keys: readonly string[]; members: readonly { key: string; quoted: string }[] };

/** Objects of one kind have the same keys in the same order, snapshot after snapshot: sorted and quoted once. */
const shapes = new Map<string, Shape>();
/** What a client sends may have any keys: what is kept of them is bounded. */
const MAX_SHAPES = 2_000;
const MAX_SHAPE_CHARS = 1_000;

/** The members of an object in the code-unit order of their keys. */
function membersOf(record: object): Shape['members'] {
  const keys = Object.keys(record);
  const name = keys.join();
  const known = shapes.get(name);
  // A key may hold the separator, so that the name alone does not tell.
  if (known?.keys.length === keys.length && known.keys.every((key, index) => key === keys[index]))
    return known.members;
  const members = [...keys].sort().map((key) => ({ key, quoted: `${JSON.stringify(key)}:` }));
  if (name.length > MAX_SHAPE_CHARS) return members;
  if (shapes.size >= MAX_SHAPES) shapes.clear();
  shapes.set(name, { keys, members });
  return members;
}

/** One text for one meaning: keys in code-unit order, no space. jsonb gives keys back in another order. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Record<string, unknown>;
  let text = '';
  for (const { key, quoted } of membersOf(record))
    text += `${text === '' ? '{' : ','}${quoted}${canonicalJson(record[key])}`;
  return text === '' ? '{}' : `${text}}`;
}

/** Paths to set apart, as a tree of their keys: `true` ends one. */
export type Paths = { readonly [key: string]: Paths | true };

/**
 * The canonical text of a value in two parts, made in one walk: without what lies at `paths`, and that alone.
 * Together they are the whole: equal parts mean equal values. Only objects on the way are entered; where a
 * path meets something else, that stays in the first part.
 */
export function canonicalJsonParted(value: unknown, paths: Paths): { without: string; within: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { without: canonicalJson(value), within: '' };
  const record = value as Record<string, unknown>;
  let without = '{';
  let within = '{';
  for (const { key, quoted } of membersOf(record)) {
    const below = Object.hasOwn(paths, key) ? paths[key] : undefined;
    if (below === true) within += `${within === '{' ? '' : ','}${quoted}${canonicalJson(record[key])}`;
    else if (below === undefined)
      without += `${without === '{' ? '' : ','}${quoted}${canonicalJson(record[key])}`;
    else {
      const parts = canonicalJsonParted(record[key], below);
      without += `${without === '{' ? '' : ','}${quoted}${parts.without}`;
      if (parts.within !== '') within += `${within === '{' ? '' : ','}${quoted}${parts.within}`;
    }
  }
  return { without: `${without}}`, within: `${within}}` };
}
