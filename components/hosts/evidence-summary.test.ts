import { describe, expect, it } from 'vitest';
import { evidenceSummary } from './evidence-summary';

const line = (label: string, seen: string | null, own: object = {}) => ({
  label,
  seen,
  required: null,
  agrees: null,
  ...own,
});
const summary = (lines: Parameters<typeof evidenceSummary>[0], unread: string[] = []) =>
  evidenceSummary(lines, unread, 'not set');

describe('evidenceSummary', () => {
  it('tells what disagrees first, then what could not be read, and no more than three', () => {
    const lines = [line('A', '1'), line('B', '2', { agrees: false }), line('C', '3'), line('D', '4')];
    expect(summary(lines, ['E = could not be read'])).toBe('B = 2, E = could not be read, A = 1');
  });

  it('tells a value that is not set where something rests on it, and never what is not known', () => {
    const lines = [
      line('Told', null, { absent: true }),
      line('NotKnown', null, { required: '1' }),
      line('Undecided', null, { absent: true, required: '1' }),
      line('Against', null, { absent: true, agrees: false }),
    ];
    expect(summary(lines)).toBe('Against = not set, Undecided = not set');
  });
});
