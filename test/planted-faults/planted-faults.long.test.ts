import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { nameOf, plantedFaults } from './planted-faults';

// Plants one fault after another in a copy of the checkout, and runs the tests of `npm test` that are said to find it.

const MINUTE = 60_000;
/** What the tests need and no commit holds. */
const NOT_COMMITTED = ['node_modules', 'prisma/generated', '.tools'];

let copy: string;

/** The tests of one fault, in the copy; how they ended. */
function runTests(tests: readonly string[]): Promise<{ isGreen: boolean; said: string }> {
  const commands = commandsFor(tests);
  return commands.reduce<Promise<{ isGreen: boolean; said: string }>>(
    async (before, command) => ((await before).isGreen ? run(command) : before),
    Promise.resolve({ isGreen: true, said: '' }),
  );
}

const isUnit = (test: string) => /^(lib\/(?!server\/)|components\/)/.test(test);
const bin = (name: string) => path.join('node_modules', '.bin', name);

function commandsFor(tests: readonly string[]): string[][] {
  const of = (isWanted: (test: string) => boolean) => tests.filter(isWanted);
  const vitest = (project: string, files: readonly string[]) => [
    bin('vitest'),
    'run',
    '--project',
    project,
    ...files,
  ];
  const checks = of((test) => test.startsWith('check ')).map((test) => test.slice('check '.length));
  const browser = of((test) => test.endsWith('.e2e.ts'));
  const agent = of((test) => test.endsWith('.ps1'));
  const others = of((test) => test.endsWith('.test.ts'));
  const [unit, service] = [others.filter(isUnit), others.filter((test) => !isUnit(test))];
  return [
    ...(checks.length > 0 ? [['node', 'apps/launcher/check.mjs', ...checks]] : []),
    ...(unit.length > 0 ? [vitest('unit', unit)] : []),
    ...(service.length > 0 ? [vitest('service', service)] : []),
    ...(agent.length > 0 ? [['node', 'apps/agent/tests/run.mjs', ...agent]] : []),
    ...(browser.length > 0
      ? [
          ['node', 'apps/launcher/build.mjs'],
          [bin('playwright'), 'test', ...browser],
        ]
      : []),
  ];
}

/** The environment without what vitest tells its own children: these are runs of their own. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|GF_RUNS$|TEST$)/.test(name)),
) as NodeJS.ProcessEnv;

function run([program = '', ...args]: string[]): Promise<{ isGreen: boolean; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: copy, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => resolve({ isGreen: code === 0, said }));
  });
}

beforeAll(async () => {
  copy = mkdtempSync(path.join(tmpdir(), 'gf-planted-faults-'));
  // As a checkout is: what is closed to others makes the embedded PostgreSQL say where its programs run from.
  chmodSync(copy, 0o755);
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: checkoutRoot(),
  });
  const committed = listed.toString('utf8').split('\0').filter(Boolean);
  for (const file of [...committed, ...NOT_COMMITTED]) {
    const from = path.join(checkoutRoot(), file);
    if (existsSync(from)) cpSync(from, path.join(copy, file), { recursive: true, verbatimSymlinks: true });
  }
}, 5 * MINUTE);

afterAll(() => rmSync(copy, { recursive: true, force: true }), 5 * MINUTE);

describe('a planted fault', () => {
  it('is the only thing that makes its tests fail', { timeout: 20 * MINUTE }, async () => {
    const all = [...new Set(plantedFaults.flatMap(({ tests }) => tests))];
    const { isGreen, said } = await runTests(all);
    expect(isGreen, said).toBe(true);
  });

  it.each(plantedFaults)('is found: $find in $file', { timeout: 5 * MINUTE }, async (fault) => {
    const file = path.join(copy, fault.file);
    const sound = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      sound.replace(fault.find, () => fault.plant),
    );
    try {
      const { isGreen } = await runTests(fault.tests);
      expect(isGreen, `${nameOf(fault)} is found by none of its tests`).toBe(false);
    } finally {
      writeFileSync(file, sound);
    }
  });
});
