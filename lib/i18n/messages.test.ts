import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

type Values = Record<string, number | ((words: string) => string)>;
type Translate = { markup: (key: string, values: Values) => string };
type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value] as [string, string]] : flatten(value, here);
  });
}

/** A branch of a plural that is one word, which would read as an argument. */
const ONE_WORD_BRANCH = /(?:=\d+|one|many|other) \{\w+\}/g;

/** A name directly after a brace and before its end or comma. */
function argumentsOf(message: string): string[] {
  const found = message.replace(ONE_WORD_BRANCH, '').matchAll(/\{(\w+)[,}]/g);
  return [...new Set([...found].map(([, name]) => String(name)))].sort();
}

const en = new Map(flatten(loadMessages('en') as Tree));
const fr = new Map(flatten(loadMessages('fr') as Tree));

describe('messages', () => {
  it('are the same in both languages: keys and ICU arguments', () => {
    const shape = (messages: Map<string, string>) =>
      Object.fromEntries([...messages].map(([key, text]) => [key, argumentsOf(text)]));
    expect(shape(fr)).toEqual(shape(en));
  });

  it.each(LOCALES)('can all be rendered in %s, for no, one and many', (locale) => {
    const messages: Tree = loadMessages(locale);
    const onError = (error: Error) => {
      throw error;
    };
    const translate = createTranslator({ locale, messages, timeZone: 'UTC', onError }) as Translate;
    for (const [key, text] of flatten(messages)) {
      for (const count of [0, 1, 1_234]) {
        const numbers = argumentsOf(text).map((name) => [name, count]);
        const tags = [...text.matchAll(/<(\w+)>/g)].map(([, name]) => [name, () => 'x']);
        expect(translate.markup(key, Object.fromEntries([...numbers, ...tags])), key).not.toMatch(/[{}#]/);
      }
    }
  });

  it('of the page that stands in for a broken layout leave nothing open, since nothing there would fill it in', () => {
    const texts = [en, fr].flatMap((messages) => [...messages].filter(([key]) => key.startsWith('broken.')));
    expect(texts).toHaveLength(4);
    expect(texts.flatMap(([, text]) => argumentsOf(text))).toEqual([]);
  });

  it('name commands of gf as a checkout has them, as the README does', () => {
    const texts = [...en, ...fr].map(([, text]) => text.replaceAll('npm run -s gf -- ', ''));
    const names = /\bgf (?:host|fabric|operator|audit|agent|enrollment-token|api-token)\b/;
    expect(texts.filter((text) => names.test(text))).toEqual([]);
  });

  it('say in French with a subjunctive what nothing proves', () => {
    const indicative = /[Rr]ien ne prouve (?:que|qu’)[^.]*?\b(?:peut|peuvent|est|sont)\b/;
    expect([...fr].filter(([, text]) => indicative.test(text)).map(([key]) => key)).toEqual([]);
  });

  it('let an English verb agree with what there are many of', () => {
    const messages: Tree = loadMessages('en');
    const translate = createTranslator({ locale: 'en', messages, timeZone: 'UTC' }) as Translate;
    for (const [key, text] of en) {
      if (!text.includes('plural')) continue;
      const values = [...text.matchAll(/<(\w+)>|\{(\w+)[,}]/g)].map(([, tag, name]) =>
        tag === undefined ? [name, 3] : [tag, (words: string) => words],
      );
      const told = translate.markup(key, Object.fromEntries(values));
      expect(told, key).not.toMatch(/\b(hosts|VMs|filters)\b[^.,:;]*\b(has|is|was|does|runs|fails|goes)\b/);
    }
  });

  it('leave the article of a French moment to the moment, which has none where it is today', () => {
    const doubled = /(?:\b(?:[Ll]e|[Aa]u|[Dd]u)|à) <(?:moment|since|issued|report)>/;
    expect([...fr].filter(([, text]) => doubled.test(text)).map(([key]) => key)).toEqual([]);
  });

  it.each([en, fr])(
    'call a filter by one name, which a sentence such as “State is Passed” begins with',
    (messages) => {
      for (const [key, text] of messages)
        if (key.startsWith('hosts.word.')) expect(text, key).not.toContain(',');
    },
  );

  it('are loaded from every namespace file there is', () => {
    for (const locale of LOCALES) {
      const files = readdirSync(join(import.meta.dirname, 'messages', locale));
      const namespaces = files.map((file) => file.replace('.json', ''));
      expect(Object.keys(loadMessages(locale)).sort()).toEqual(namespaces.sort());
    }
  });

  it('are never empty and hold no straight apostrophe, which ICU would read as a quote', () => {
    for (const [key, text] of [...en, ...fr]) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toContain("'");
    }
  });

  it('put a narrow no-break space before French double punctuation', () => {
    for (const [key, text] of fr) {
      const prose = text.replace(/\{[^{}]*\}/g, '').replace(/\w+:\/\/\S*/g, '');
      expect(prose, key).not.toMatch(/[^\u202f\d][;:!?](\s|$)/);
      expect(prose, key).not.toMatch(/ [;:!?»]/);
    }
  });
});
