import { describe, expect, it } from 'vitest';
import { keepingPeek, readPeek, withPeek } from './peek-word';

const ID = '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11';

describe('the host beside the list', () => {
  it.each([
    [ID, ID],
    [ID.toUpperCase(), ID],
    [null, null],
    ['', null],
    ['hv-par-01', null],
    [`${ID}x`, null],
  ])('of %j is %s', (text, id) => {
    expect(readPeek(text)).toBe(id);
  });

  it('stands in the address beside every other word, once', () => {
    expect(withPeek('/hosts', '', ID)).toBe(`/hosts?peek=${ID}`);
    expect(withPeek('/hosts', 'state=Passed&state=Silent&peek=old', ID)).toBe(
      `/hosts?state=Passed&state=Silent&peek=${ID}`,
    );
    expect(withPeek('/hosts', `q=a&peek=${ID}`, null)).toBe('/hosts?q=a');
    expect(withPeek('/hosts', `peek=${ID}`, null)).toBe('/hosts');
  });

  it('stays in another address of the list', () => {
    expect(keepingPeek('/hosts', ID)).toBe(`/hosts?peek=${ID}`);
    expect(keepingPeek('/hosts?state=Passed', ID)).toBe(`/hosts?state=Passed&peek=${ID}`);
    expect(keepingPeek('/hosts?state=Passed', null)).toBe('/hosts?state=Passed');
    expect(keepingPeek('/hosts', 'none')).toBe('/hosts');
  });
});
