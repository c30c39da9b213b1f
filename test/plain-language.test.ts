import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';

// Phrases that need a second reading, or that are another word for a thing that has one (CONTRIBUTING.md, Words).

/** Each with what to write instead. Whole words, in any case. */
const BANNED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\b(the|its|their) way out\b/i, 'how to fix, the fix'],
  [/\ball the same\b/i, 'still'],
  [/\bas ever\b/i, 'as before, or leave it out'],
  [/\banother than\b/i, 'different from'],
  [/\bfor ever\b/i, 'without end, always'],
  [/\bwhatever becomes of\b/i, 'even if … fails'],
  [/\bon one view of the database\b/i, 'in one REPEATABLE READ transaction'],
  [/\btells? of\b/i, 'names, says, records, shows'],
  [/\b(is|are|was|were) told of\b/i, 'is said, is listed, reports'],
  [/\bof one time\b/i, 'at the same time'],
  [/\bwhat keeps the\b/i, 'a sentence with a subject: the server cannot start when'],
  [/\bwho has an account signs in\b/i, 'if you have an account, sign in'],
  [/\bgoesOn\b/, 'a name that says what goes on'],
  [/\bforgetful\b/i, 'a name that says what is not kept'],
  [/\bnote[A-Z]oss\b/, 'keepError'],
  [/\bsaves? the way\b/i, 'saves time'],
  [/\ba question of right\b/i, 'changes what an answer says'],
  [/\b([tT]wins?(Of)?|Twin)\b/, 'duplicate'],
  [/\btype (Asking|Way)\b/, 'a name that says what it holds'],
  [/\bfunction (told|tell|note)\b/, 'a verb with its object: keepReceipt, announceEvent'],
  [/\btold(-\w+)?(\.test)?\.tsx?\b/, 'a file name that says what is inside'],
  // A report is a compliance report. What a host sends is a snapshot.
  [/\bhosts? (that )?reports?\b/i, 'hosts send snapshots'],
  [/\b(told|expected) to report\b/i, 'told to send'],
  [/\b(host|before|to|since) its (first|last|newest) report\b/i, 'its first snapshot'],
  [/\breports (every (\d|minute|second)|once a|a second)/i, 'snapshots every'],
];

const READ = /\.(ts|tsx|mjs|cjs|ps1|psm1|psd1|md|json|prisma|sql|css)$/;
/** What the vendor, the lock file or this list says. */
const NOT_OURS =
  /^(package-lock\.json|prisma\/generated\/|test\/plain-language\.test\.ts|docs\/dependencies\.md|apps\/agent\/tests\/Fixtures\/)/;

function ownFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: checkoutRoot(),
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => READ.test(file) && !NOT_OURS.test(file));
}

/** The table under this heading of CONTRIBUTING.md names what is not to be said. */
const WORDS = '\n## Words\n';

function textOf(file: string): string {
  const text = readFileSync(path.join(checkoutRoot(), file), 'utf8');
  if (file !== 'CONTRIBUTING.md') return text;
  const [before = '', words = ''] = text.split(WORDS);
  return `${before}${WORDS}${words.replaceAll(/^\|.*/gm, '')}`;
}

function findings(file: string): string[] {
  return textOf(file)
    .split('\n')
    .flatMap((line, index) =>
      BANNED.filter(([phrase]) => phrase.test(line)).map(
        ([phrase, instead]) => `${file}:${index + 1}: ${phrase.source}; write: ${instead}`,
      ),
    );
}

/** A comment that opens with one of these has no subject, and is read twice. */
const PREPOSITIONS =
  'Of|By|From|To|With|Without|At|On|In|For|Among|Beside|Beyond|Behind|Below|Above|Against|Until|Apart';
const OPENING = new RegExp(
  `(?:/\\*\\*?\\s+(?:\\* )?|(?<!//[^\\n]*\\n\\s*)// |^/// )(?:${PREPOSITIONS})\\b`,
  'gm',
);
const COMMENTED = /\.(ts|tsx|mjs|cjs|css|prisma)$/;

it('uses none of the phrases that need a second reading', () => {
  const files = ownFiles();
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap(findings)).toEqual([]);
});

it('opens no comment with a preposition', () => {
  const openings = ownFiles()
    .filter((file) => COMMENTED.test(file))
    .flatMap((file) => (textOf(file).match(OPENING) ?? []).map((opening) => `${file}: ${opening}`));
  expect(openings).toEqual([]);
});

/** What cannot be wrapped is left out: rows of tables, HTML, code and long commands in a line. The list of packages is made by a command. */
const proseOf = (file: string) =>
  textOf(file)
    .replaceAll(/^ *```.*?^ *```$/gms, '')
    .replaceAll(/`[^`\n]{60,}`/g, '')
    .split('\n')
    .filter((line) => !/^\s*[|<]/.test(line));

it('has documents whose lines are no longer than 120 characters', () => {
  const documents = ownFiles().filter((file) => file.endsWith('.md'));
  const long = documents.flatMap((file) =>
    proseOf(file).flatMap((line) => (line.length > 120 ? `${file}: ${line}` : [])),
  );
  expect(long).toEqual([]);
});
