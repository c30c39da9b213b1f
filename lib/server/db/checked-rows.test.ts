import { expectTypeOf, it } from 'vitest';
import { type RowOf, rowsOf, typed } from './checked-rows';

const asked = rowsOf('anything', {
  id: 'text',
  causes: 'texts',
  hosts: 'number?',
  at: 'time?',
  state: typed<'on' | 'off'>('text'),
  was: typed<'on' | 'off' | null>('text'),
  detail: typed<{ from: string }>('json'),
});

it('makes the type of a row of its columns', () => {
  expectTypeOf<RowOf<typeof asked>>().toEqualTypeOf<{
    id: string;
    causes: string[];
    hosts: number | null;
    at: Date | null;
    state: 'on' | 'off';
    was: 'on' | 'off' | null;
    detail: { from: string };
  }>();
});

it('has a narrower type only for the kind that it is read as', () => {
  // @ts-expect-error: words are text, not JSON.
  typed<'on' | 'off'>('json');
});
