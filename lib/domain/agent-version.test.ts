import { expect, it } from 'vitest';
import { isOlderVersion } from './agent-version';

it.each([
  ['0.9.0', '1.0.0', true],
  ['1.0.0', '1.0.0', false],
  ['1.9.0', '1.10.0', true],
  ['1.10.0', '1.9.0', false],
  ['1.2', '1.2.0', false],
  ['1.2', '1.2.1', true],
  ['2.0.0.1', '2.0.0', false],
  ['', '1.0.0', false],
  ['beta', '1.0.0', false],
  ['1.0.0-beta', '1.0.0', false],
  ['99999999999999999999.0', '1.0.0', false],
])('%s is older than %s: %s', (version, than, expected) => {
  expect(isOlderVersion(version, than)).toBe(expected);
});
