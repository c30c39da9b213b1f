import { describe, expect, it } from 'vitest';
import { localeOf } from '@/lib/server/http/common/languages';

describe('the language of a page', () => {
  it.each([
    ['fr', { cookie: 'gf-language=en', 'accept-language': 'en' }, 'fr'],
    [null, { cookie: 'a=b; gf-language=fr', 'accept-language': 'en' }, 'fr'],
    [null, { cookie: 'xgf-language=fr', 'accept-language': 'en' }, 'en'],
    [null, { cookie: 'gf-language=de', 'accept-language': 'fr-CA, en;q=0.9' }, 'fr'],
    [null, { 'accept-language': 'de, fr;q=0.4, en;q=0.5' }, 'en'],
    [null, { 'accept-language': 'en;q=0, fr;q=0.1' }, 'fr'],
    [null, { 'accept-language': ';;,,q=' }, 'en'],
    [null, {}, 'en'],
  ] as const)('is the person’s, then the cookie’s, then the browser’s: %j %j', (own, headers, expected) => {
    expect(localeOf(own, headers)).toBe(expected);
  });
});
