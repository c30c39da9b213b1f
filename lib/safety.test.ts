import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// What no linter sees and nobody should have to remember: each is a search of the tree.

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = new Set([
  'node_modules',
  '.git',
  '.next',
  '.tools',
  '.cache',
  'build',
  'generated',
  'data',
  'data-demo',
  'test-results',
  'playwright-report',
]);
const textFile = /\.(ts|tsx|js|mjs|cjs|css|json|md|sql|prisma|ps1|psm1|psd1)$|^run$/;

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(file);
    else if (textFile.test(entry.name)) yield file;
  }
}

const thisFile = 'lib/safety.test.ts';
const files = [...filesUnder('.')].filter((file) => file !== thisFile && file !== 'package-lock.json');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const code = files.filter((file) => /\.(ts|tsx|mjs|cjs|js|ps1|psm1)$/.test(file));
const isTest = (file: string) => /\.test\.tsx?$|\.[Tt]ests\.ps1$/.test(file);
const production = code.filter((file) => !isTest(file) && !/^(test|e2e|bench)\/|\/tests\//.test(file));

/** Every `file:line` whose text matches. */
function findings(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe('the tree', () => {
  it('was read', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(production.length).toBeGreaterThan(100);
  });

  it('keeps every source file under 400 lines', () => {
    const long = code.filter((file) => read(file).split('\n').length > 400);
    expect(long).toEqual([]);
  });

  it('keeps the browser tests in e2e/', () => {
    expect(files.filter((file) => file.includes('.e2e.') && !file.startsWith('e2e/'))).toEqual([]);
    const elsewhere = code.filter((file) => !/^e2e\/|^playwright\.config\.ts$/.test(file));
    expect(findings(elsewhere, /from '@(playwright\/test|axe-core\/playwright)'/)).toEqual([]);
  });

  it('reads the environment in lib/server/env.ts alone', () => {
    const application = production.filter((file) => /^(app|components|lib)\/|^server\.ts$/.test(file));
    const others = application.filter((file) => file !== 'lib/server/env.ts');
    expect(findings(others, /\bprocess\.env\b|import\.meta\.env/)).toEqual([]);
  });

  it('skips, focuses and postpones no test', () => {
    const tests = code.filter((file) => isTest(file) || file.startsWith('e2e/'));
    expect(
      findings(tests, /\b(it|test|describe)\.((only|todo|fixme|fails)\b|skip\(['"`])|-Skip\b(?!:|\s+\d)/),
    ).toEqual([]);
    expect(findings(files, /\b(TODO|FIXME|XXX)\b/)).toEqual([]);
  });

  it('waits for something, never for a while, in the browser tests', () => {
    const specs = code.filter((file) => file.startsWith('e2e/'));
    expect(findings(specs, /waitForTimeout|(?<!\.)\bsetTimeout\(|timers\/promises|networkidle/)).toEqual([]);
  });

  it('names no machine and no registry', () => {
    expect(findings(files, /(^|[\s'"`(=])\/(work|home\/[a-z]+)\//)).toEqual([]);
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
    const resolved = Object.values(lock.packages).flatMap(({ resolved: address }) => address ?? []);
    expect(resolved.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});

describe('what is cited', () => {
  const citing = files.filter((file) => !isTest(file));
  const exists = (cited: string) => existsSync(path.join(root, cited));

  it('exists: documents', () => {
    const missing = citing.flatMap((file) =>
      [...read(file).matchAll(/\bdocs\/[\w./-]+\.md\b/g)]
        .filter(([cited]) => !exists(cited))
        .map(([cited]) => `${file} cites ${cited}`),
    );
    expect(missing).toEqual([]);
  });

  it('exists: paths in documents', () => {
    const cited = /`((?:app|apps|bench|components|docs|e2e|lib|prisma|test)\/[\w./@-]*\w)`/g;
    const missing = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => [...read(file).matchAll(cited)].map((match) => ({ file, cited: match[1] ?? '' })))
      .filter((entry) => !exists(entry.cited));
    expect(missing).toEqual([]);
  });

  it('exists: links between documents', () => {
    const missing = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)]
          .map((match) => path.posix.join(path.posix.dirname(file), match[1] ?? ''))
          .filter((cited) => !exists(cited))
          .map((cited) => `${file} links to ${cited}`),
      );
    expect(missing).toEqual([]);
  });
});

describe('the product', () => {
  const shipped = [...production, ...files.filter((file) => file.startsWith('lib/i18n/messages/'))];

  it('reaches into no host', () => {
    expect(
      findings(shipped, /\\\\[^\\\s'"`]+\\[A-Za-z]\$|\b(Invoke-Command|Enter-PSSession)\b.*-ComputerName/),
    ).toEqual([]);
  });

  it('restarts no host as a side effect of another step', () => {
    expect(findings(shipped, /(Install|Add|Enable)-Windows\w+\b.*-Restart\b/)).toEqual([]);
  });

  it('asks for no tables of the fleet outside of lib/server/db', () => {
    const fleetTables =
      /\b(FROM|JOIN|INTO|UPDATE)\s+"?(state_segment|vm_segment|host_profile|snapshot_(receipt|document))\b/i;
    const fleetModels = /\b(db|tx)\.(stateSegment|vmSegment|hostProfile|snapshotReceipt|snapshotDocument)\b/;
    const others = production.filter((file) => !/^lib\/server\/db\/(fleet|history|ingest)\//.test(file));
    expect(findings(others, fleetTables)).toEqual([]);
    expect(findings(others, fleetModels)).toEqual([]);
  });

  it('asks for the hot row only where it is kept and where an enrolment locks it', () => {
    const hotRow = /\b(FROM|JOIN|INTO|UPDATE)\s+"?host_live\b|\b(db|tx)\.hostLive\b/i;
    const others = production.filter(
      (file) => !/^lib\/server\/(db\/(fleet|history|ingest)|services\/enrollment)\//.test(file),
    );
    expect(findings(others, hotRow)).toEqual([]);
  });
});
