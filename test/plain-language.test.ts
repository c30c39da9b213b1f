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
];

const READ = /\.(ts|tsx|mjs|cjs|ps1|psm1|psd1|md|json|prisma)$/;
/** What the vendor, the lock file or this list says. */
const NOT_OURS =
  /^(package-lock\.json|prisma\/generated\/|test\/plain-language\.test\.ts|docs\/dependencies\.md|CONTRIBUTING\.md|apps\/agent\/tests\/Fixtures\/)/;

function ownFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: checkoutRoot(),
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => READ.test(file) && !NOT_OURS.test(file));
}

function findings(file: string): string[] {
  const lines = readFileSync(path.join(checkoutRoot(), file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    BANNED.filter(([phrase]) => phrase.test(line)).map(
      ([phrase, instead]) => `${file}:${index + 1}: ${phrase.source}; write: ${instead}`,
    ),
  );
}

it('uses none of the phrases that need a second reading', () => {
  const files = ownFiles();
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap(findings)).toEqual([]);
});
