// `npm run check`: types, lint and format, boundaries, dead code. All of them run, whichever fails.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureClient } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run } from './steps.mjs';

const require = createRequire(import.meta.url);
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const answerFile = (name) => path.join(root, '.cache', `${name}.json`);

/** Runs a tool that writes its findings as JSON besides what it says; both come back, whether it failed or not. */
async function findings(name, command, args) {
  rmSync(answerFile(name), { force: true });
  const failure = await run(command, args).then(
    () => undefined,
    (error) => error,
  );
  if (!existsSync(answerFile(name))) throw failure ?? new Error(`${command} left no answer`);
  return { failure, answer: JSON.parse(readFileSync(answerFile(name), 'utf8')) };
}

/**
 * TypeScript 7, by its path: `tsc` among the commands is of either version (docs/decisions/typescript-7-beside-6.md). One
 * checker: four of them judge so much twice that two cores are at work for 30 s instead of 17.
 */
async function types() {
  const tsc = path.join(path.dirname(require.resolve('typescript-7/package.json')), 'bin', 'tsc');
  await run(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '--checkers', '1']);
}

/** A warning or a hint fails too: a rule is an error or is not there. */
async function lint() {
  const reporters = ['--reporter=concise', '--reporter=json', `--reporter-file=${answerFile('lint')}`];
  const { failure, answer } = await findings('lint', bin('biome'), ['check', '--colors=off', ...reporters]);
  if (failure) throw failure;
  const { errors, warnings, infos, unchanged } = answer.summary;
  if (errors + warnings + infos > 0)
    throw new Error(
      answer.diagnostics.map(({ location, message }) => `${location.path}: ${message}`).join('\n'),
    );
  if (unchanged === 0) throw new Error('The linter read no file.');
}

const sourceFolders = ['app', 'apps', 'bench', 'components', 'e2e', 'lib', 'test'];
const sourceFile = /\.(ts|tsx|mjs)$/;
const notSource = /(^|\/)(node_modules|build|\.next)(\/|$)|\.d\.ts$/;

export function sourceFiles() {
  const inFolder = (folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) =>
      path.posix.join(folder, file.split(path.sep).join('/')),
    );
  const present = sourceFolders.filter((folder) => existsSync(path.join(root, folder)));
  return [...present.flatMap(inFolder), ...readdirSync(root)]
    .filter((file) => sourceFile.test(file) && !notSource.test(file))
    .sort();
}

// Far below what is there, and far above nothing: under a TypeScript that the checker cannot use it reads no
// module, finds no violation and passes.
const fewestModules = 150;

async function boundaries() {
  const files = sourceFiles();
  const output = ['--output-type', 'json', '--output-to', answerFile('boundaries')];
  const { answer } = await findings('boundaries', bin('depcruise'), [
    '--config',
    '.dependency-cruiser.cjs',
    ...output,
    ...files,
  ]);
  const read = new Set(answer.modules.map(({ source }) => source));
  const unread = files.filter((file) => !read.has(file));
  if (unread.length > 0 || read.size < fewestModules)
    throw new Error(`The checker read ${read.size} modules and not these:\n${unread.join('\n')}`);
  const { violations } = answer.summary;
  if (violations.length === 0) return;
  const comments = new Map(answer.summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  throw new Error(
    violations
      .map(({ rule, from, to }) => `${from} → ${to}\n    ${rule.name}: ${comments.get(rule.name)}`)
      .join('\n'),
  );
}

async function deadCode() {
  await run(bin('knip'), ['--no-progress', '--no-config-hints']);
}

const checks = {
  types: { title: 'Types', work: types },
  lint: { title: 'Lint and format', work: lint },
  boundaries: { title: 'Boundaries', work: boundaries },
  'dead-code': { title: 'Dead code', work: deadCode },
};

async function judge({ title, work }, print) {
  const startedAt = performance.now();
  const error = await work().then(
    () => undefined,
    (reason) => reason,
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`${error ? '✗' : '✓'} ${title} (${seconds} s)${error ? `\n${error.message}\n` : ''}`);
  return !error;
}

/** Runs the named checks, or all; answers with how many held and how many did not. */
export async function runChecks(names, print) {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const wanted = names.length > 0 ? names : Object.keys(checks);
  const results = await Promise.all(wanted.map((name) => judge(checks[name], print)));
  return {
    passed: results.filter(Boolean).length,
    failed: results.filter((held) => !held).length,
    skipped: 0,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in checks));
  if (unknown) {
    console.error(`There is no check '${unknown}'; there are ${Object.keys(checks).join(', ')}.`);
    process.exit(2);
  }
  await runCommand(async () => {
    await ensureInstalled(console.log);
    await ensureClient(console.log);
    const { failed } = await runChecks(names, console.log);
    if (failed > 0) process.exit(1);
  });
}
