import Bowser from 'bowser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserOf } from '@/lib/server/auth/browser-name';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

describe('the browser of a session', () => {
  it.each([
    [EDGE, 'Microsoft Edge', 'Windows'],
    [FIREFOX, 'Firefox', 'Linux'],
    ['curl/8.5.0 ', null, null],
    ['Evil browser, signed out by an administrator/1 x', null, null],
    [`${'A'.repeat(400)}/1 (x)`, null, null],
    ['', null, null],
    [null, null, null],
  ])('is named after what it says of itself: %s', (userAgent, browser, system) => {
    expect(browserOf(userAgent)).toEqual({ browser, system });
  });

  it('is named or unknown, whatever is sent', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc
        .array(
          fc.constantFrom(
            'Mozilla/5.0 ',
            'Signed out by Admin/1 ',
            '(',
            ')',
            ';',
            'Windows NT ',
            'Edg/',
            'Chrome/',
            '1.',
            ' ',
          ),
          {
            maxLength: 400,
          },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { browser, system } = browserOf(text);
        expect([null, ...Object.values(Bowser.BROWSER_MAP)]).toContain(browser);
        expect([null, ...Object.values(Bowser.OS_MAP)]).toContain(system);
      }),
    );
  });
});
