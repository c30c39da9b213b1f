import { describe, expect, it } from 'vitest';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(textsIn) : [];
}

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);

describe('the names in a message', () => {
  it.each(LOCALES)('are of a tag or of a value and never of both, in %s', (locale) => {
    const wrong = textsIn(loadMessages(locale)).filter((text) => {
      const values = namesIn(text, /\{(\w+)[,}]/g);
      return namesIn(text, /<(\w+)>/g).some((tag) => values.includes(tag));
    });
    expect(wrong).toEqual([]);
  });
});
