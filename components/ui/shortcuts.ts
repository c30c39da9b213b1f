/**
 * Every shortcut there is, in the order of their list: what the keyboard does and what the list says are made of this. The
 * keys stand in the order in which they are pressed; Ctrl and Shift are held.
 */
export const SHORTCUTS = {
  search: ['Ctrl', 'k'],
  goFabric: ['g', 'f'],
  goHosts: ['g', 'h'],
  goRemediation: ['g', 'r'],
  goChanges: ['g', 'c'],
  goReports: ['g', 'p'],
  goExceptions: ['g', 'x'],
  goExplain: ['g', 'e'],
  goSettings: ['g', 's'],
  time: ['t'],
  filter: ['/'],
  next: ['j'],
  previous: ['k'],
  open: ['Enter'],
  peek: [' '],
  exclude: ['Shift', 'Enter'],
  closePanel: ['Escape'],
  hostBefore: ['['],
  hostAfter: [']'],
  script: ['c'],
  select: ['x'],
  selectRange: ['Shift', 'x'],
  export: ['e'],
  newReport: ['n'],
  explain: ['Ctrl', 'Enter'],
  all: ['?'],
} as const satisfies Record<string, readonly string[]>;

export type ShortcutName = keyof typeof SHORTCUTS;

export const SHORTCUT_NAMES = Object.keys(SHORTCUTS) as ShortcutName[];

/** Whether it works also for who has switched shortcuts of one key off: those are keys that write something. */
export const isAlwaysOn = (name: ShortcutName): boolean =>
  SHORTCUTS[name].some((key) => ['Ctrl', 'Enter', 'Escape'].includes(key));

/** As people find it on their keys. */
export const keyName = (key: string): string => (key.length === 1 ? key.toUpperCase() : key);

/** Whether two keys are a pair of any part of the page: whoever takes the second alone is not meant. */
const isPair = (lead: string, key: string) =>
  SHORTCUT_NAMES.some((name) => SHORTCUTS[name].join(' ') === `${lead} ${key}`);

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey'>;

const lower = (key: string) => (key.length === 1 ? key.toLowerCase() : key);

/**
 * Which of these shortcuts is pressed, `lead` being the key before. A key that needs Shift on some keyboards, such as `?`,
 * asks for none; one with Shift goes before the same without.
 */
export function shortcutFor(
  names: readonly ShortcutName[],
  { key, shiftKey }: Pressed,
  lead: string | null,
): ShortcutName | undefined {
  const is = (...keys: (string | null)[]) =>
    names.find((name) => SHORTCUTS[name].join(' ') === keys.join(' '));
  const pressed = lower(key);
  if (lead !== null && isPair(lead, pressed)) return is(lead, pressed);
  return (shiftKey ? is('Shift', pressed) : undefined) ?? is(pressed);
}
