import { FEATURE_STATES } from '@/lib/domain/feature-state';
import { cleanLines } from './clean-line';

/** The word for the state in the facts of a snapshot. */
export type FeatureWord = (typeof FEATURE_STATES)[number][0];

export type FeatureReading = {
  /** The least state of the HostGuardian feature in the text; null if it is not mentioned. */
  state: FeatureWord | null;
  used: Set<number>;
};

const MARKED = /^\s*\[( ?|X)\]\s*(\S.*)$/i;
/** `HostGuardianServiceRole` is HGS itself, which is another feature. */
const NAME = /(?:^|\s)HostGuardian(?=\s|$)/i;
const TITLE = /host guardian hyper-v support|hyper-v du (?:service )?guardian h[oô]te/i;
const NAMED = /^\s*(?:Feature\s?)?Name\s*:\s*HostGuardian\s*$/i;
const STATED = /^\s*(?:Install\s?State|State|Installed)\s*:\s*(\w+(?: Pending)?)\s*$/i;
/** The column names and dashes right above the row. */
const HEADING = /^\s*(?:Display Name|Nom)\b|^[\s-]+$/i;

/** The list of one feature has at most this many lines before and after its name. */
const MAX_LIST_LINES = 10;

/** The output of Get-WindowsFeature HostGuardian, as a table, a list or only the column of `[X]`. */
export function readFeature(raw: readonly string[]): FeatureReading {
  const lines = cleanLines(raw).map((parts) => parts.join(' '));
  const used = new Set<number>();
  const states: FeatureWord[] = [];
  for (const [index, line] of lines.entries()) {
    const found = NAMED.test(line) ? inList(lines, index) : inRow(line, index);
    if (found === null) continue;
    states.push(found.state);
    for (const at of found.lines) used.add(at);
  }
  for (const [index, line] of [...lines.entries()].reverse())
    if (HEADING.test(line) && used.has(index + 1)) used.add(index);
  return { state: leastOf(states), used };
}

type Found = { state: FeatureWord; lines: number[] };

function inRow(line: string, index: number): Found | null {
  const marked = MARKED.exec(line);
  const text = marked?.[2] ?? line;
  const isFeature = marked ? NAME.test(text) || TITLE.test(text) : /^\s*HostGuardian\s+\S+\s*$/i.test(text);
  if (!isFeature) return null;
  const mark: FeatureWord | null = marked && (marked[1]?.toUpperCase() === 'X' ? 'Installed' : 'Available');
  const words = text.trim().split(/\s+/).slice(-2);
  const said = stateOf(words.join(' ')) ?? stateOf(words.at(-1) ?? '');
  const states = [mark, said].filter((word) => word !== null);
  const state = leastOf(states);
  return state === null ? null : { state, lines: [index] };
}

/** The state is on its own line above or below the name. */
function inList(lines: readonly string[], name: number): Found | null {
  const states: FeatureWord[] = [];
  const found = [name];
  for (const step of [-1, 1]) {
    for (let at = name + step; Math.abs(at - name) <= MAX_LIST_LINES; at += step) {
      const line = lines[at];
      if (line === undefined || line.trim() === '' || NAMED.test(line)) break;
      const state = stateOf(STATED.exec(line)?.[1] ?? '');
      if (state === null) continue;
      states.push(state);
      found.push(at);
    }
  }
  const state = leastOf(states);
  return state === null ? null : { state, lines: found };
}

const stateOf = (said: string): FeatureWord | null =>
  FEATURE_STATES.find(([, , pattern]) => pattern.test(said))?.[0] ?? null;

const leastOf = (words: readonly FeatureWord[]): FeatureWord | null =>
  FEATURE_STATES.find(([word]) => words.includes(word))?.[0] ?? null;
