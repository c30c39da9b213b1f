import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Command, nameOf, optionsIn, readArguments } from '@/apps/cli/command';
import { downloadCommands } from '@/apps/cli/download-commands';
import { EXAMPLES } from '@/apps/cli/examples';
import { overview } from '@/apps/cli/help';
import { commands, run } from '@/apps/cli/main';
import { asFile, printable, table } from '@/apps/cli/output';
import { ROUTED } from '@/lib/server/doors/routed';
import { checkoutRoot } from '@/lib/server/process/checkout';

const names = commands.map(nameOf);
const named = (name: string) => commands.find((command) => nameOf(command) === name);

/** As a shell cuts a line into arguments; what it sends into a command is no argument. */
const argumentsIn = (line: string) =>
  [...line.replace(/ < .*/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** No command here needs a database. */
async function gf(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(argv, {
    open: () => Promise.reject(new Error('not needed')),
    readPassword: () => Promise.reject(new Error('not needed')),
    environment: { NODE_ENV: 'test' },
    out: (line) => void out.push(line),
    err: (line) => void err.push(...line.split('\n')),
  });
  return { code, out, err };
}

describe('the commands of gf', () => {
  it('are one or more for each verb that a program can ask for, each with a name of its own', () => {
    const without = ROUTED.filter(({ call }) => !commands.some(({ verb }) => verb === call));
    expect(without.map(({ name }) => name)).toEqual([]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have an example that is a command line of theirs', () => {
    const wrong = commands.filter((command) => {
      const name = nameOf(command).split(' ');
      const argv = argumentsIn(command.example);
      const { words, values } = readArguments(command, argv.slice(name.length));
      const needs = optionsIn(command.usage.replace(/\[.*?\]|\(.*?\)/g, '')).map((option) => option.name);
      return (
        argv.slice(0, name.length).join(' ') !== name.join(' ') ||
        words.includes('') ||
        needs.some((option) => !(option in values))
      );
    });
    expect(wrong.map(nameOf)).toEqual([]);
    const used = commands.map(({ example }) => example);
    expect(EXAMPLES.filter((example) => !used.includes(example))).toEqual([]);
  });

  it.each(names)('say of %s how it is used, with an example', async (name) => {
    const { code, out } = await gf(...name.split(' '), '--help');
    expect([code, out[0]?.startsWith(`gf ${name}`), out.at(-2)]).toEqual([0, true, 'Example:']);
    expect(out.at(-1)).toBe(`  gf ${named(name)?.example}`);
  });

  it('say in three lines at most what an unknown word may have been meant to be', async () => {
    expect(await gf('host', 'lst')).toEqual({
      code: 2,
      out: [],
      err: [
        'gf: There is no command "host lst"',
        'Did you mean gf host list?',
        'gf host lists what there is',
      ],
    });
    for (const argv of [['hots', 'list'], ['nothing'], ['plan', 'explode', '--json']]) {
      const { code, err } = await gf(...argv);
      expect([argv, code, err.length <= 3]).toEqual([argv, 2, true]);
    }
    const option = await gf('fabric', 'list', '--colour');
    expect([option.code, option.err]).toEqual([
      2,
      ["gf: Unknown option '--colour'", 'Usage: gf fabric list', 'gf fabric list --help says more'],
    ]);
  });
});

describe('a wrong command line', () => {
  it('says in three short lines how the command is used, however many options it has', async () => {
    const { code, err } = await gf('host', 'list', '--colour');
    expect([code, err]).toEqual([
      2,
      ["gf: Unknown option '--colour'", 'Usage: gf host list [OPTION]...', 'gf host list --help says more'],
    ]);
    const named = await gf('report-schedule', 'create', '--colour');
    expect(named.err[1]).toBe(
      'Usage: gf report-schedule create --name N --every day|week|month --at 07:00 --zone Z [OPTION]...',
    );
  });

  it('is one that gives twice what is given once', async () => {
    const twice = await gf('host', 'list', '--limit', '5', '--limit', '500');
    expect([twice.code, twice.err[0]]).toEqual([2, 'gf: --limit may be given once']);
    expect(() =>
      readArguments({ usage: 'host list [--os OS]...' }, ['--os', 'a', '--os', 'b']),
    ).not.toThrow();
  });
});

describe('what a terminal is sent', () => {
  const hostile = 'a\u009b31m\u202e\u{e0001}\u2028b';

  it('holds nothing that it acts on, and as JSON says the same to a program', () => {
    const json = asFile({ name: hostile }).join('\n');
    for (const said of [json, ...table(['name'], [[hostile]])])
      expect(said).not.toMatch(/[\u009b\u202e\u{e0001}\u2028]/u);
    expect(JSON.parse(json)).toEqual({ name: hostile });
    expect(printable(hostile)).toBe(String.raw`a\u009b31m\u202e\udb40\udc01\u2028b`);
  });

  it('is that in a refusal as well', async () => {
    const { code, err } = await gf('host', hostile);
    expect([code, err[0]]).toEqual([2, `gf: There is no command "host ${printable(hostile)}"`]);
  });
});

describe('what operators read of them', () => {
  const document = readFileSync(path.join(checkoutRoot(), 'docs/operate.md'), 'utf8');
  const section = document.slice(document.indexOf('## From a shell'), document.indexOf('## The demo'));
  const written = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, usage = '']) => usage.replaceAll('\\|', '|'));

  it('is how each is used that is not made of its verb alone', () => {
    const isMade = ({ example }: Command) => EXAMPLES.includes(example);
    /** The words of a file are those of its list. */
    const shown = (command: Command) =>
      downloadCommands.includes(command) ? command.usage.replace(/ (--|\[).*/, '') : command.usage;
    const used = commands.filter((command) => !isMade(command)).map(shown);
    expect(written.toSorted()).toEqual(used.toSorted());
  });

  it('is the list of all, as gf prints it', () => {
    const lines = overview(commands).filter((line) => line.startsWith(' '));
    expect(section).toContain(`\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n`);
  });
});
