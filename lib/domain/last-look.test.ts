import { describe, expect, it } from 'vitest';
import { afterOpening, afterSeeing, type Look } from './last-look';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 8) + minutes * 60_000);
const opened = (...minutes: number[]) =>
  minutes.reduce<Look>((look, minute) => afterOpening(look, at(minute)), {
    lookedAt: null,
    lookedBefore: null,
  });

describe('the last look', () => {
  it('is nothing for whoever opens the page for the first time', () => {
    expect(opened(0).lookedBefore).toBeNull();
    expect(opened(0, 5, 20).lookedBefore).toBeNull();
  });

  it('is the one before this sitting, however often the page is opened within it', () => {
    expect(opened(0, 600).lookedBefore).toEqual(at(0));
    expect(opened(0, 10, 600, 605, 634).lookedBefore).toEqual(at(10));
    expect(opened(0, 600, 630).lookedBefore).toEqual(at(600));
  });

  it('is now once a person says so', () => {
    expect(afterOpening(afterSeeing(at(600)), at(610)).lookedBefore).toEqual(at(600));
  });

  it('is not moved by a clock that was set back', () => {
    expect(opened(0, 600, 30)).toEqual({ lookedAt: at(600), lookedBefore: at(0) });
  });
});
