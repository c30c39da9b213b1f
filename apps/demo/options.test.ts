import { describe, expect, test } from 'vitest';
import { readOptions, UsageError } from './options';

describe('readOptions', () => {
  test('reads what is there, and asks for nothing', () => {
    expect(readOptions([])).toEqual({});
    expect(readOptions(['--hosts', '10000', '--days=90', '--seed', '0'])).toEqual({
      hosts: 10_000,
      days: 90,
      seed: 0,
    });
    expect(readOptions(['--hostile'])).toEqual({ hostile: true });
    expect(readOptions(['--help', '--hosts', '3'])).toBeNull();
  });

  test.each([
    [['--hosts', '0'], '--hosts takes a whole number from 1 to 20000, not "0"'],
    [['--hosts', '-5'], '--hosts takes a whole number from 1 to 20000, not "-5"'],
    [['--hosts', '20001'], '--hosts takes a whole number from 1 to 20000, not "20001"'],
    [['--hosts='], '--hosts takes a whole number from 1 to 20000, not ""'],
    [['--days', 'x'], '--days takes a whole number from 1 to 400, not "x"'],
    [['--days', '1.5'], '--days takes a whole number from 1 to 400, not "1.5"'],
    [['--seed', '1e3'], '--seed takes a whole number from 0 to 2147483647, not "1e3"'],
    [
      ['--host', '5'],
      "Unknown option '--host'. The options are --hosts, --days, --seed, --hostile and --help",
    ],
    [
      ['--hosts'],
      "Option '--hosts <value>' argument missing. The options are --hosts, --days, --seed, --hostile and --help",
    ],
    [['5'], "Unexpected argument '5'. The options are --hosts, --days, --seed, --hostile and --help"],
  ])('says of %j in one sentence what is wrong', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(new UsageError(sentence));
  });
});
