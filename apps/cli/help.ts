import { type Command, nameOf, optionsIn } from '@/apps/cli/command';
import { inLines } from '@/apps/cli/output';

export const nounOf = (command: Command): string => nameOf(command).split(' ')[0] ?? '';

const entry = ({ usage, does }: Command) => ['', ...inLines(`gf ${usage}`, 2, 8), ...inLines(does, 6)];

/** A line for each noun, with what can be done to it. */
export function overview(commands: readonly Command[]): string[] {
  const nouns = [...new Set(commands.map(nounOf))].sort();
  const width = Math.max(...nouns.map(({ length }) => length)) + 4;
  const lines = nouns.flatMap((noun) => {
    const words = commands.filter((command) => nounOf(command) === noun).map(wordOf);
    return inLines(`${noun.padEnd(width - 2)}${words.sort().join(', ')}`, 2, width);
  });
  return ['Administration from a shell, with the server running or not.', '', ...lines, '', ...MORE];
}

const MORE = [
  'gf NOUN lists the commands of one noun, gf COMMAND --help says more of one.',
  'With --json a command prints what the API answers.',
];

const wordOf = (command: Command) => nameOf(command).split(' ')[1] ?? 'DIR';

export const helpOfNoun = (commands: readonly Command[], noun: string): string[] =>
  commands
    .filter((command) => nounOf(command) === noun)
    .flatMap(entry)
    .slice(1);

export function helpOf({ usage, does, example }: Command): string[] {
  const options = optionsIn(usage).map(
    ({ name, letter, value, isRepeated }) =>
      `${letter ? `-${letter}, ` : ''}--${name} ${value}${isRepeated ? ', as often as wanted' : ''}`,
  );
  const listed = [...options, '--json'].flatMap((option) => inLines(option.trimEnd(), 2, 8));
  return [
    ...inLines(`gf ${usage}`, 0, 8),
    ...inLines(does, 6),
    ...['', 'Options:', ...listed, '', 'Example:', `  gf ${example}`],
  ];
}

/** How many letters have to be written, left out or exchanged. */
function distance(one: string, other: string): number {
  let row = [...Array(other.length + 1).keys()];
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, each] of [...other].entries()) {
      const exchanged = (row[index] ?? 0) + (letter === each ? 0 : 1);
      next.push(Math.min(exchanged, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const FAR = 4;
const SUGGESTED = 3;

/** What a command may have been meant to be: three lines at most. */
export function unknownCommand(commands: readonly Command[], called: string): string {
  const noun = called.split(' ')[0] ?? '';
  const isNoun = commands.some((command) => nounOf(command) === noun);
  const near = commands
    .map((command) => ({ name: nameOf(command), far: distance(nameOf(command), called) }))
    .filter(({ far }) => far < FAR)
    .sort((one, other) => one.far - other.far)
    .slice(0, SUGGESTED)
    .map(({ name }) => `gf ${name}`);
  return [
    `There is no command "${called}"`,
    ...(near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : []),
    isNoun ? `gf ${noun} lists what there is` : 'gf --help lists what there is',
  ].join('\n');
}
