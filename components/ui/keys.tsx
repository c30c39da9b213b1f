'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { keyName, SHORTCUTS, type ShortcutName } from '@/components/ui/shortcuts';

const never = () => () => {};
const isApple = () => /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** Keys that have a word on them, which differs from language to language. */
const WORDS: Readonly<Record<string, 'space' | 'enter' | 'shift' | 'escape' | undefined>> = {
  ' ': 'space',
  Enter: 'enter',
  Shift: 'shift',
  Escape: 'escape',
};

/** The keys of a shortcut as they are called on the keyboard in front of the person. */
export function useKeyNames(name: ShortcutName): string[] {
  const t = useTranslations('ui.key');
  const hasCommand = useSyncExternalStore(never, isApple, () => false);
  return SHORTCUTS[name].map((key: string) => {
    const word = WORDS[key];
    if (word !== undefined) return t(word);
    return key === 'Ctrl' && hasCommand ? '⌘' : keyName(key);
  });
}

export function Keys({ of: name, className }: { of: ShortcutName; className?: string }) {
  return useKeyNames(name).map((key) => (
    <kbd key={key} className={className}>
      {key}
    </kbd>
  ));
}
