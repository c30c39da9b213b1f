import { describe, expect, it } from 'vitest';
import { wavesBeside } from './waves-question';

const waves = ['a', 'b', 'c'].map((id) => ({ wave: { id } }));

describe('waves beside one', () => {
  it.each([
    ['a', { place: 1, total: 3, previous: null, next: 'b' }],
    ['b', { place: 2, total: 3, previous: 'a', next: 'c' }],
    ['c', { place: 3, total: 3, previous: 'b', next: null }],
    ['over', null],
  ])('follow from the place of %s', (id, beside) => {
    expect(wavesBeside(waves, id)).toEqual(beside);
  });
});
