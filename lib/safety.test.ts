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
/** Every file is searched many times: for each table, each folder, each word. */
const once = <T>(make: (file: string) => T): ((file: string) => T) => {
  const made = new Map<string, T>();
  return (file) => {
    const known = made.get(file) ?? make(file);
    made.set(file, known);
    return known;
  };
};
const read = once((file) => readFileSync(path.join(root, file), 'utf8'));
const linesOf = once((file) => read(file).split('\n'));
const code = files.filter((file) => /\.(ts|tsx|mjs|cjs|js|ps1|psm1)$/.test(file));
const isTest = (file: string) => /\.test\.tsx?$|\.e2e\.ts$|\.[Tt]ests\.ps1$/.test(file);
const production = code.filter((file) => !isTest(file) && !/^(test|e2e|bench)\/|\/tests\//.test(file));

/** Every `file:line` whose text matches. */
function findings(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    linesOf(file).flatMap((line, index) =>
      pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
    ),
  );
}

describe('the tree', () => {
  it('was read', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(production.length).toBeGreaterThan(100);
  });

  it('keeps every source file under 400 lines', () => {
    const long = code.filter((file) => linesOf(file).length > 400);
    expect(long).toEqual([]);
  });

  it('keeps the browser tests in e2e/', () => {
    expect(files.filter((file) => file.includes('.e2e.') && !file.startsWith('e2e/'))).toEqual([]);
    const elsewhere = code.filter((file) => !/^(e2e|bench)\/|^playwright\.config\.ts$/.test(file));
    expect(findings(elsewhere, /from '(@playwright\/test|axe-core)'/)).toEqual([]);
  });

  it('reads the environment in lib/server/process/env.ts alone', () => {
    const application = production.filter((file) => /^(app|components|lib)\/|^server\.ts$/.test(file));
    const others = application.filter((file) => file !== 'lib/server/process/env.ts');
    expect(findings(others, /\bprocess\.env\b|import\.meta\.env/)).toEqual([]);
  });

  it('declares minutes, hours and days in lib/util/durations.ts alone', () => {
    // The agent's tests stand alone and import nothing of ours.
    const others = code.filter((file) => !/^lib\/util\/durations\.ts$|^apps\/agent\//.test(file));
    expect(findings(others, /\bconst (MINUTE|HOUR|DAY)_(MS|SECONDS)\b/)).toEqual([]);
  });

  it('leads to a part of the same page by PartLink alone: an address with a # would break Back', () => {
    // A report's page is a file of its own, without our router.
    const ownWay = /^components\/ui\/part-link\.tsx$|^lib\/server\/report-formats\/html\//;
    const others = production.filter((file) => !ownWay.test(file));
    // Nobody follows what a page waits for before it is painted.
    expect(findings(others, /(?<!rel="expect" )href=["'{`]+#/)).toEqual([]);
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

  it('exists: files that comments and documents name, with a folder or without', () => {
    const ends = new Set(
      [...files, thisFile].flatMap((file) =>
        file.split('/').map((_, at, parts) => parts.slice(at).join('/')),
      ),
    );
    // `name.test.ts` stands for any file of that kind, and Prisma.sql is a function.
    const cited =
      /(?<![\w./<>*@-])((?!name\.|path\/to\/|Prisma\.)[\w-][\w./-]*\.(?:ts|tsx|mjs|cjs|md|sql|prisma))(?![\w/])/g;
    const says = (file: string) =>
      file.endsWith('.md') ? /`([^`]+)`/g : /(?:^|\s)(?:\/{2,3}|\/?\*+|#)\s(.*)/g;
    const missing = citing.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line) => [...line.matchAll(says(file))])
        .flatMap(([, text = '']) => [...text.matchAll(cited)])
        .filter(([, name = '']) => !ends.has(name))
        .map(([, name]) => `${file} names ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('is counted in docs/reliability.md: how often a property is tried on a push and in the long run', () => {
    const number = (text = '') => Number(text.replaceAll(/[_,]/g, ''));
    const call = /runs\(\{ push: ([\d_]+), long: ([\d_]+) \}\)|Get-RunCount -Push (\d+) -Long (\d+)/g;
    const called = code
      .filter(isTest)
      .flatMap((file) =>
        [...read(file).matchAll(call)].map(
          ([, push, long, agentPush, agentLong]) =>
            `${file}: ${number(push ?? agentPush)}, ${number(long ?? agentLong)}`,
        ),
      );
    const row = /^\| .* \| `([^`]+)` \| ([\d,]+) \| ([\d,]+) \|$/gm;
    const listed = [...read('docs/reliability.md').matchAll(row)].map(
      ([, file, push, long]) => `${file}: ${number(push)}, ${number(long)}`,
    );
    expect([...new Set(listed)].sort()).toEqual([...new Set(called)].sort());
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
});

/** The folders under lib/server that may ask for each table; every other one calls a verb or a question of theirs. */
const FLEET = ['db/fleet', 'db/history', 'db/ingest'];
const PEOPLE = ['auth', 'services/operator', 'services/system'];
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  account: PEOPLE,
  acknowledgement_version: FLEET,
  api_token: PEOPLE,
  audit_entry: ['audit', 'services/plan', 'services/system'],
  audit_fold: ['audit'],
  change: [...FLEET, 'services/host', 'services/plan'],
  credential: [...FLEET, 'services/enrollment'],
  enrollment: [...FLEET, 'services/enrollment'],
  enrollment_token: [...PEOPLE, 'services/enrollment'],
  exception: [...FLEET, 'services/exception', 'services/report', 'services/system'],
  fabric: [...FLEET, 'services/fabric', 'services/operator', 'services/system'],
  fleet_group: FLEET,
  fleet_host: FLEET,
  fleet_hour: FLEET,
  fleet_past: FLEET,
  fleet_past_group: FLEET,
  fleet_search: FLEET,
  fleet_transition: FLEET,
  fleet_watermark: ['db'],
  framework: ['services/report'],
  history_day: FLEET,
  history_dirty: FLEET,
  history_horizon: FLEET,
  host: [...FLEET, 'services/enrollment', 'services/history', 'services/host', 'services/system'],
  host_assignment: [...FLEET, 'services/enrollment', 'services/host'],
  host_checkpoint: FLEET,
  // The hot row: where it is kept, and where an enrolment locks it.
  host_live: [...FLEET, 'services/enrollment'],
  host_profile: FLEET,
  host_watch: FLEET,
  installation: [...PEOPLE, 'services/setting', 'services/report'],
  kept_answer: ['services/system'],
  note: ['services/note'],
  notification: ['services/notification', 'services/system'],
  operator: PEOPLE,
  operator_fabric: PEOPLE,
  plan: ['services/plan', 'services/system', 'db/fleet/answers'],
  plan_confirmation: ['services/plan'],
  plan_restart: ['services/plan', 'db/fleet/answers'],
  plan_task: ['services/plan', 'db/fleet/answers'],
  rate_limit: PEOPLE,
  report: ['services/report', 'services/schedule', 'services/system'],
  report_file: ['services/report'],
  report_key: ['services/report'],
  report_piece: ['services/report'],
  report_schedule: ['services/report', 'services/schedule'],
  report_schedule_run: ['services/schedule'],
  report_signature: ['services/report'],
  saved_view: ['services/view'],
  server_absence: ['db'],
  server_heartbeat: ['db'],
  session: PEOPLE,
  snapshot_document: FLEET,
  snapshot_receipt: FLEET,
  source: [...FLEET, 'services/enrollment', 'services/host'],
  state_segment: FLEET,
  verification: PEOPLE,
  vm_segment: FLEET,
  vendor_fact: ['services/host'],
};

/** One answer about a single host reads a profile; tests write what people decide. */
const READ_THROUGH_PRISMA = new Set(['host_profile', 'acknowledgement_version']);

/** The methods of a model in the Prisma client. */
const ASKS =
  '(find(Many|First|Unique)\\w*|(create|update)(Many\\w*)?|upsert|delete(Many)?|count|aggregate|groupBy)\\(';

describe('a table', () => {
  const sql = files
    .filter((file) => /^prisma\/migrations\/.*\.sql$/.test(file))
    .map(read)
    .join('\n');
  // The last word counts: a table may be dropped and made anew. Those of another schema belong to a library.
  const lastWord = new Map(
    [...sql.matchAll(/(CREATE|DROP) (?:UNLOGGED )?TABLE (?:IF (?:NOT )?EXISTS )?"?(\w+)(?!\w|\.)/gi)].map(
      ([, word = '', name = '']) => [name, word.toUpperCase()],
    ),
  );
  const made = [...lastWord].filter(([, word]) => word === 'CREATE').map(([name]) => name);
  const models = [...read('prisma/schema.prisma').matchAll(/^model (\w)(\w*) \{\n(.*?)^\}/gms)].map(
    ([, first = '', rest = '', body = '']) => ({
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
      inClient: body.includes('@@ignore') ? null : `${first.toLowerCase()}${rest}`,
    }),
  );
  const inClient = new Map(models.map((model) => [model.table, model.inClient]));

  it('has a model in schema.prisma, and its owners named above', () => {
    expect(models.map(({ table }) => table).sort()).toEqual(Object.keys(OWNERS).sort());
    expect([...new Set(made)].sort()).toEqual(Object.keys(OWNERS).sort());
  });

  it('is not in the Prisma client where the rooms of the fleet alone ask for it, in SQL', () => {
    const offered = models.filter((model) => OWNERS[model.table] === FLEET && model.inClient !== null);
    expect(offered.filter(({ table }) => !READ_THROUGH_PRISMA.has(table))).toEqual([]);
  });

  it.each(Object.entries(OWNERS))('is asked for by its owners alone: %s', (table, owners) => {
    const others = production.filter(
      (file) => !owners.some((folder) => file.startsWith(`lib/server/${folder}/`)),
    );
    expect(findings(others, new RegExp(`\\b(FROM|JOIN|INTO|UPDATE)\\s+(ONLY\\s+)?"?${table}\\b`))).toEqual(
      [],
    );
    const model = inClient.get(table);
    if (model != null) expect(findings(others, new RegExp(`\\.${model}\\.${ASKS}`))).toEqual([]);
  });
});
