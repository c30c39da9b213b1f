import { expect, it } from 'vitest';
import { readHostAddress } from '@/lib/client/host-page';

const read = (at: string | string[] | undefined) => readHostAddress({ hostId: 'h' }, { at });

it('a host is shown as of the time of its address, now where it has none', () => {
  expect(read(undefined)).toMatchObject({ at: null, problem: null });
  expect(read('2026-11-24T10:32:00+01:00')).toMatchObject({ at: '2026-11-24T09:32:00.000Z', problem: null });
});

it.each(['', 'yesterday'])('a time that is none is refused, beside another one too: %j', (text) => {
  const problem = { code: 'invalid_value', parameter: 'at', given: { text } };
  expect(read(text)).toMatchObject({ at: null, problem });
  expect(read(['2026-11-24T09:32:00Z', text])).toMatchObject({ at: null, problem });
});
