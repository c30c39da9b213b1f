import { describe, expect, test } from 'vitest';
import { readOptions, UsageError } from './options';

const SERVER = ['--server', 'http://127.0.0.1:3000'];

describe('readOptions', () => {
  test('reads what is there; nothing goes wrong unless it is asked for', () => {
    expect(readOptions([...SERVER, '--token-file', '-'])).toEqual({
      server: 'http://127.0.0.1:3000',
      tokenFile: '-',
      enrolledFile: null,
      hosts: 240,
      seed: 1,
      prefix: '',
      documentFile: null,
      intervalSeconds: null,
      durationSeconds: null,
      ledgerFile: null,
      faults: { lostReplies: 0, torn: 0, repeated: 0, late: 0, skew: 0, stormSeconds: null },
    });
    expect(
      readOptions([...SERVER, '--enrolled', 'e.json', '--hosts', '5', '--skew', '0.5', '--storm', '60']),
    ).toMatchObject({ hosts: 5, enrolledFile: 'e.json', faults: { skew: 0.5, stormSeconds: 60 } });
    expect(readOptions(['--help'])).toBeNull();
  });

  test.each([
    [[], '--server takes the address of a server'],
    [['--server', 'nowhere'], '--server takes the address of a server'],
    [SERVER, 'Give --token-file to enrol, or --enrolled'],
    [[...SERVER, '--enrolled', 'e', '--hosts', '0'], '--hosts takes a whole number, not "0"'],
    [[...SERVER, '--enrolled', 'e', '--torn', '2'], '--torn takes a share from 0 to 1, not "2"'],
    [[...SERVER, '--enrolled', 'e', '--late', ''], '--late takes a share from 0 to 1, not ""'],
    [[...SERVER, '--enrolled', 'e', '--prefix', 'a b'], '--prefix takes up to 20 letters'],
    [[...SERVER, '--enrolled', 'e', '--colour'], "Unknown option '--colour'"],
  ])('refuses %j', (args, reason) => {
    const read = () => readOptions(args);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(reason);
  });
});
