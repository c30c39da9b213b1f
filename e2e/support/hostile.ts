import type { Page } from '@playwright/test';
import type { SnapshotWords } from '@/test/support/agent-client';

/** What a page would render, a template fill in, a terminal obey, a spreadsheet run, and Unicode turn round. */
const HOSTILE =
  '=HYPERLINK("http://elsewhere.example","</t>")<img src=x onerror="window.__x=1"><script>window.__x=1</script>' +
  `'"\`{{7*7}}\${7*7}**b**[l](javascript:window.__x=1)|\t\r\n\u0000\u001b[31m\u202eexe.\u2066\u200b`;

const hostileFor = (field: string) => `${HOSTILE}${field}`;

/** Letters in place of all that means something, and as many words: what a page makes of it must be the same. */
const harmlessFor = (field: string) =>
  hostileFor(field)
    .replace(/[\s,;|\p{Cc}]+/gu, ' ')
    .replace(/[^ ]/gu, (character) => String.fromCharCode(97 + ((character.codePointAt(0) ?? 0) % 26)));

/** As long as a name may be; what cannot be stored is one character of three bytes in its place. */
const long = (text: string) => text.padEnd(240, 'W');

/** A snapshot in which the host's own words stand in every field that it has words for. */
function wordsWith(say: (field: string) => string, checks: readonly string[]): SnapshotWords {
  const fact = (value: unknown) => ({ status: 'ok', value });
  return {
    host: {
      cluster: say('cluster'),
      osCaption: long(say('osCaption')),
      osVersion: say('osVersion'),
      manufacturer: say('manufacturer'),
      model: long(say('model')),
      firmwareVersion: say('firmwareVersion'),
      timeZone: say('timeZone'),
    },
    hgsClient: {
      isHostGuarded: false,
      mode: 'HostGuardianService',
      attestationServerUrl: `http://${say('attestationServerUrl')}`,
      keyProtectionServerUrl: `javascript:${say('keyProtectionServerUrl')}`,
      attestationOperationMode: 'Tpm',
      attestationStatus: 'InsecureHostConfiguration',
      attestationStatusCode: 303,
      attestationSubstatus: ['BitLocker', ...checks, say('attestationSubstatus')],
    },
    facts: {
      hostGuardianFeature: fact({ installState: say('installState') }),
      shieldedVms: fact({ total: 6, running: 2 }),
      bitLocker: fact({ mountPoint: say('mountPoint'), protectionStatus: 0, volumeStatus: say('volume') }),
      secureBoot: { status: 'failed', reason: say('reason') },
      hardware: fact({ model: say('hardware'), firmwareVersion: say('firmware') }),
      deviceGuard: fact({ securityServicesRunning: [say('service')] }),
      [say('fact')]: fact({ [say('key')]: say('value') }),
    },
  };
}

export const HOSTILE_WORDS = wordsWith(hostileFor, ['constructor', '__proto__', 'toString']);
export const HARMLESS_WORDS = wordsWith(harmlessFor, ['konstruktor', 'aaprotoaa', 'aString']);

/** How many elements of each kind a page has: text that became markup would change it. Places to break a text are not counted: they depend on it. */
export function censusOf(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const counts: Record<string, number> = {};
    for (const { localName } of document.body.querySelectorAll(
      '*:not(script, next-route-announcer, wbr, span:has(> wbr))',
    ))
      counts[localName] = (counts[localName] ?? 0) + 1;
    return counts;
  });
}

/** Everything a page shows or tells: its text, titles, labels and name. */
export function wordsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const told = ['title', 'aria-label', 'alt', 'placeholder'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
    );
    const texts = [...document.body.querySelectorAll('*:not(script):not(style)')].flatMap((element) =>
      [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE),
    );
    return [document.title, ...texts.map(({ textContent }) => textContent), ...told].join('\n');
  });
}
