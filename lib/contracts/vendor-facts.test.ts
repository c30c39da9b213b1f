import { expect, it } from 'vitest';
import own from '@/lib/domain/secure-boot/vendor-facts.json';
import { readVendorFacts } from './vendor-facts';

const NOW = new Date('2026-12-01T12:00:00Z');
const FACT = {
  about: 'M4',
  text: 'Firmware 2.19.1 has it.',
  source: 'Release note',
  url: 'https://v.example',
  readOn: '2026-11-24',
};
const read = (value: unknown) =>
  readVendorFacts(typeof value === 'string' ? value : JSON.stringify(value), NOW);

it('takes the facts that come with the product, and others like them', () => {
  expect(read(own)).toEqual({ ok: true, facts: own });
  expect(read([FACT])).toEqual({ ok: true, facts: [FACT] });
});

it.each<[string, unknown, string]>([
  ['no JSON', '[{', 'line 1, column 3: is not JSON'],
  ['no list', FACT, 'must be a list of facts'],
  ['nothing', [], 'has no fact in it'],
  ['an unknown word', [{ ...FACT, sauce: 'x' }], 'fact 1 (M4), sauce: is not known here'],
  ['no source', [{ ...FACT, source: undefined }], 'fact 1 (M4), source: '],
  ['another address', [{ ...FACT, url: 'javascript:alert(1)' }], 'fact 1 (M4), url: must be an address'],
  ['half a text', [{ ...FACT, text: { en: 'x' } }], 'fact 1 (M4), text: must be a text, or'],
  ['no day', [FACT, { ...FACT, about: 'M3', readOn: 'May' }], 'fact 2 (M3), readOn: must be the day'],
  [
    'a day to come',
    [{ ...FACT, readOn: '2026-12-03' }],
    'fact 1 (M4), readOn: 2026-12-03 lies in the future',
  ],
  ['one twice', [FACT, FACT], 'fact 2 (M4): there is one about this already'],
])('says where the mistake is: %s', (_, value, problem) => {
  const reading = read(value);
  expect(reading).toMatchObject({ ok: false });
  expect(reading.ok ? '' : reading.problems.join('\n')).toContain(problem);
});
