import { describe, expect, it } from 'vitest';
import type { OneSetting, Settings } from '@/lib/contracts/settings';
import { SETTINGS, type SettingName } from '@/lib/domain/settings';
import { changedValues, isShorter, numberOf, typedOf } from './changed-values';

const one = (name: SettingName, value: number, origin: OneSetting['origin'] = 'stored'): OneSetting => {
  const { least, most, usual, variable } = SETTINGS[name];
  return { value, origin, variable, least, most, usual };
};
const settings = (origin?: OneSetting['origin']) =>
  ({
    reportIntervalSeconds: one('reportIntervalSeconds', 900),
    retentionDays: one('retentionDays', 400, origin),
  }) as Settings;

it.each([
  ['60', 60],
  [' 86400 ', 86_400],
  ['59', undefined],
  ['86401', undefined],
  ['', undefined],
  ['15 min', undefined],
  ['1e3', undefined],
  ['-900', undefined],
])('a number of seconds within its limits: %j', (text, expected) => {
  expect(numberOf(text, SETTINGS.reportIntervalSeconds)).toBe(expected);
});

describe('what is saved', () => {
  it('is what differs, and nothing that a variable holds', () => {
    expect(changedValues(settings(), typedOf(settings()))).toEqual({});
    const typed = { reportIntervalSeconds: '300', retentionDays: '30' };
    expect(changedValues(settings(), typed)).toEqual({ reportIntervalSeconds: 300, retentionDays: 30 });
    expect(changedValues(settings('environment'), typed)).toEqual({ reportIntervalSeconds: 300 });
  });

  it('is asked about where history is kept for a shorter time', () => {
    expect(isShorter(settings(), { retentionDays: 399 })).toBe(true);
    expect(isShorter(settings(), { retentionDays: 401 })).toBe(false);
    expect(isShorter(settings(), { reportIntervalSeconds: 60 })).toBe(false);
  });
});
