import { expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

const AROUND =
  'section article main header footer nav aside center blockquote label dl dt dd nobr del ins sub sup input';

const OUTPUT = `AttestationStatus : InsecureHostConfiguration
AttestationSubstatus : SecureBootSettings, BitLocker
`;

it.each(AROUND.split(' '))('what is inside <%s> of a page is understood', (tag) => {
  const within = OUTPUT.replace('BitLocker', `<${tag} class="copied">BitLocker</${tag}>`);
  for (const text of [`<${tag}>${OUTPUT}</${tag}>`, within]) {
    const found = explain(text);
    expect(found.attestationStatus).toBe('InsecureHostConfiguration');
    expect(found.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
  }
  const status = explain(`AttestationStatus : <${tag}>Expired</${tag}>`);
  expect(status.attestationStatus).toBe('Expired');
});
