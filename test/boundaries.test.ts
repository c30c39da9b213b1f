import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';

const root = checkoutRoot();
const require = createRequire(import.meta.url);
const config: { forbidden: { name: string }[] } = require(path.join(root, '.dependency-cruiser.cjs'));

type Import = { from: string; to: string; typeOnly?: boolean };
type Violation = { rule: { name: string }; from: string; to: string };

/** One import per rule that must be reported by it. A target without a slash is a package or a Node module. */
const planted: Record<string, Import> = {
  'no-cycles': { from: 'lib/util/circle-one.ts', to: 'lib/util/circle-two.ts' },
  'no-unresolvable': { from: 'lib/util/lost.ts', to: 'lib/util/nowhere.ts' },
  'util-is-the-bottom': { from: 'lib/util/up.ts', to: 'lib/domain/state.ts' },
  'i18n-is-text': { from: 'lib/i18n/up.ts', to: 'lib/domain/state.ts' },
  'domain-is-pure': { from: 'lib/domain/up.ts', to: 'lib/contracts/fleet.ts' },
  'contracts-know-the-domain': { from: 'lib/contracts/up.ts', to: 'lib/server/errors.ts' },
  'browser-loads-no-schema': { from: 'lib/client/parses.ts', to: 'lib/contracts/host-query.ts' },
  'pure-needs-no-machine': { from: 'lib/domain/reads-files.ts', to: 'node:fs' },
  'room-order-process': roomOrder('process', 'db'),
  'room-order-db': roomOrder('db', 'request'),
  'room-order-request': roomOrder('request', 'audit'),
  'room-order-audit': roomOrder('audit', 'auth'),
  'room-order-auth': roomOrder('auth', 'verbs'),
  'room-order-verbs': roomOrder('verbs', 'files'),
  'room-order-files': roomOrder('files', 'report-formats'),
  'room-order-report-formats': roomOrder('report-formats', 'mail'),
  'room-order-mail': roomOrder('mail', 'services'),
  'room-order-services': roomOrder('services', 'metrics'),
  'room-order-metrics': roomOrder('metrics', 'jobs'),
  'room-order-jobs': roomOrder('jobs', 'doors'),
  'room-order-doors': roomOrder('doors', 'trpc'),
  'room-order-trpc': roomOrder('trpc', 'http'),
  'room-order-http': roomOrder('http', 'listener'),
  'room-order-listener': roomOrder('listener', 'pages'),
  'words-of-all-rooms': { from: 'lib/server/errors.ts', to: 'lib/server/db/failures.ts' },
  'runtime-below-doors': { from: 'lib/server/runtime.ts', to: 'lib/server/http/app.ts' },
  'known-rooms': { from: 'server.ts', to: 'lib/server/loose.ts' },
  'server-knows-no-program': { from: 'lib/server/http/shows.ts', to: 'components/hosts/list.tsx' },
  'services-know-no-transport': {
    from: 'lib/server/services/host/answers.ts',
    to: 'lib/server/http/app.ts',
    typeOnly: true,
  },
  'language-of-readers': { from: 'lib/server/db/speaks.ts', to: 'lib/i18n/messages.ts' },
  'services-through-index': {
    from: 'lib/server/services/history/reaches.ts',
    to: 'lib/server/services/snapshot/decide.ts',
  },
  'verbs-through-index': { from: 'lib/server/jobs/reaches.ts', to: 'lib/server/services/host/list.ts' },
  'server-knows-no-framework': { from: 'lib/server/services/host/cookies.ts', to: 'next' },
  'transport-asks-services': { from: 'lib/server/http/queries.ts', to: 'lib/server/db/client.ts' },
  'http-rooms': { from: 'lib/server/http/api/reads.ts', to: 'lib/server/http/agent/agent-body.ts' },
  'generated-client-only-in-db': { from: 'lib/server/audit/raw.ts', to: 'prisma/generated/client.ts' },
  'embedded-stands-alone': { from: 'lib/server/db/embedded/asks.ts', to: 'lib/server/db/client.ts' },
  'fleet-columns-are-the-ground': {
    from: 'lib/server/db/fleet/loose.ts',
    to: 'lib/server/db/fleet/relation/decisions.ts',
  },
  'fleet-relation-and-filter': {
    from: 'lib/server/db/fleet/relation/up.ts',
    to: 'lib/server/db/fleet/filter/filter-sql.ts',
  },
  'fleet-read-model-below-answers': {
    from: 'lib/server/db/fleet/read-model/up.ts',
    to: 'lib/server/db/fleet/answers/host-list.ts',
  },
  'verbs-ask-for-answers': {
    from: 'lib/server/services/host/plans.ts',
    to: 'lib/server/db/fleet/answers/matching-hosts.ts',
  },
  'files-are-formats': { from: 'lib/server/files/of-hosts.ts', to: 'lib/contracts/fleet.ts' },
  'report-formats-know-the-content': {
    from: 'lib/server/report-formats/pdf/asks.ts',
    to: 'lib/server/db/client.ts',
  },
  'known-entities': { from: 'server.ts', to: 'lib/server/services/gadget/index.ts' },
  'entity-order-system': order('system', 'fabric'),
  'entity-order-fabric': order('fabric', 'operator'),
  'entity-order-operator': order('operator', 'host'),
  'entity-order-host': order('host', 'enrollment'),
  'entity-order-enrollment': order('enrollment', 'snapshot'),
  'entity-order-snapshot': order('snapshot', 'setting'),
  'entity-order-setting': order('setting', 'history'),
  'entity-order-history': order('history', 'change'),
  'entity-order-change': order('change', 'exception'),
  'entity-order-exception': order('exception', 'note'),
  'entity-order-note': order('note', 'view'),
  'entity-order-view': order('view', 'plan'),
  'entity-order-plan': order('plan', 'notification'),
  'entity-order-notification': order('notification', 'report'),
  'entity-order-report': order('report', 'schedule'),
  'entity-order-schedule': order('schedule', 'search'),
  'client-is-thin': { from: 'lib/client/direct.ts', to: 'lib/server/errors.ts' },
  'ui-is-generic': { from: 'components/ui/pill.tsx', to: 'lib/domain/state.ts' },
  'table-is-generic': { from: 'components/table/hosts.tsx', to: 'lib/contracts/fleet.ts' },
  'fleet-pieces-are-shared': { from: 'components/fleet/row.tsx', to: 'components/hosts/list.tsx' },
  'subjects-do-not-cross': { from: 'components/reports/rows.tsx', to: 'components/hosts/list.tsx' },
  'shell-knows-no-subject': { from: 'components/shell/rail.tsx', to: 'components/hosts/list.tsx' },
  'no-server-in-components': { from: 'components/hosts/direct.tsx', to: 'lib/server/errors.ts' },
  'pages-stay-thin': { from: 'app/hosts/page.tsx', to: 'lib/server/services/host/index.ts' },
  'request-doors-import-types-only': { from: 'lib/server/auth/session.ts', to: 'lib/server/errors.ts' },
  'nothing-imports-pages': { from: 'components/hosts/page-part.tsx', to: 'app/layout.tsx' },
  'composition-is-the-top': { from: 'lib/server/http/starts.ts', to: 'server.ts' },
  'launcher-stands-alone': { from: 'apps/launcher/early.mjs', to: 'esbuild' },
  'agent-stands-alone': { from: 'apps/agent/pack.mjs', to: 'lib/util/text.ts' },
  'simulator-is-a-client': { from: 'apps/simulator/main.ts', to: 'lib/server/errors.ts' },
  'programs-show-no-pages': { from: 'apps/cli/shows.ts', to: 'components/hosts/list.tsx' },
  'runs-without-development-packages': { from: 'lib/server/needs-tools.ts', to: 'knip' },
  'tests-stay-out-of-production': { from: 'lib/server/services/host/seeds.ts', to: 'test/support/world.ts' },
  'support-knows-no-browser': { from: 'test/support/browser.ts', to: 'e2e/support/page.ts' },
  'specs-drive-from-outside': { from: 'e2e/hosts.e2e.ts', to: 'lib/server/services/host/index.ts' },
  'e2e-support-builds-through-services': { from: 'e2e/support/deep.ts', to: 'lib/server/db/client.ts' },
};

/** What the rules must leave alone. */
const allowed: Import[] = [
  { from: 'components/hosts/asks.tsx', to: 'lib/contracts/words/host-query.ts' },
  { from: 'components/hosts/names.tsx', to: 'lib/contracts/fleet.ts', typeOnly: true },
  { from: 'components/hosts/typed.tsx', to: 'lib/server/trpc/root.ts', typeOnly: true },
  { from: 'components/hosts/whole.tsx', to: 'components/fleet/pill.tsx' },
  { from: 'components/auth/frame.tsx', to: 'components/shell/theme.tsx' },
  { from: 'lib/server/http/fails.ts', to: 'lib/server/db/failures.ts' },
  { from: 'app/hosts/thin.tsx', to: 'lib/server/trpc/rsc.ts' },
  { from: 'lib/server/http/thin.ts', to: 'lib/server/services/host/index.ts' },
  { from: 'lib/server/services/report/builds.ts', to: 'lib/server/services/host/index.ts' },
  { from: 'lib/server/auth/knows.ts', to: 'lib/server/runtime.ts', typeOnly: true },
  { from: 'lib/server/metrics/counts.ts', to: 'lib/server/services/host/index.ts' },
  { from: 'lib/server/pages/asks.ts', to: 'lib/server/trpc/root.ts' },
  { from: 'lib/server/db/embedded/finds.ts', to: 'lib/server/process/startup-error.ts' },
  { from: 'lib/server/services/host/parses.ts', to: 'lib/server/errors.ts' },
  { from: 'lib/server/services/host/reads.ts', to: 'lib/server/db/client.ts' },
  { from: 'lib/server/services/host/asks.ts', to: 'lib/server/db/fleet/answers/host-list.ts' },
  { from: 'lib/server/services/host/keeps.ts', to: 'lib/server/db/fleet/read-model/upkeep.ts' },
  { from: 'lib/server/services/host/list.test.ts', to: 'test/support/world.ts' },
  { from: 'lib/domain/state.test.ts', to: 'node:fs' },
  { from: 'e2e/support/world.ts', to: 'test/support/world.ts' },
  { from: 'apps/cli/main.ts', to: 'server.ts' },
];

/** The arrows of the drawings in docs/architecture.md, as the two rooms that each of them names. */
const arrows = drawnArrows(readFileSync(path.join(root, 'docs/architecture.md'), 'utf8'));

function drawnArrows(document: string): [from: string, to: string][] {
  return [...document.matchAll(/```mermaid\n(.*?)```/gs)].flatMap(([, drawing = '']) => {
    const rooms = new Map([...drawing.matchAll(/(\w+)\["([^"]+)"\]/g)].map(([, id, room]) => [id, room]));
    const plain = drawing.replaceAll(/\["[^"]+"\]/g, '');
    const roomOf = (id = '') => rooms.get(id) ?? expect.unreachable(`${id} has no name`);
    return [...plain.matchAll(/(\w+) --> (\w+)/g)].map(([, from, to]): [string, string] => [
      roomOf(from),
      roomOf(to),
    ]);
  });
}

/** A file in a drawn room which others may import. */
function drawnFile(room: string, name: string): string {
  if (room === 'server.ts') return room;
  if (room === 'services') return `lib/server/services/host/${name === 'drawn' ? 'index' : name}.ts`;
  if (room === 'components') return `components/hosts/${name}.tsx`;
  if (room === 'lib/contracts') return `lib/contracts/words/${name}.ts`;
  if (room === 'lib/server') return `lib/server/process/${name}.ts`;
  return room.includes('/') || room === 'app' ? `${room}/${name}.ts` : `lib/server/${room}/${name}.ts`;
}

const drawn = arrows.map(([from, to], index): { along: Import; against: Import } => ({
  along: { from: drawnFile(from, `along-${index}`), to: drawnFile(to, 'drawn') },
  against: { from: drawnFile(to, `against-${index}`), to: drawnFile(from, 'drawn') },
}));

function roomOrder(room: string, later: string): Import {
  // Only an index of the verbs may be imported, so that no other rule reports first.
  const to = later === 'services' ? 'services/host/index.ts' : `${later}/above.ts`;
  return { from: `lib/server/${room}/below.ts`, to: `lib/server/${to}` };
}

function order(entity: string, later: string): Import {
  return { from: `lib/server/services/${entity}/calls.ts`, to: `lib/server/services/${later}/index.ts` };
}

const isPackage = (target: string) => !target.includes('/') && target !== 'server.ts';

function write(folder: string, file: string, text: string) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text, { flag: 'a' });
}

function plant(folder: string, { from, to, typeOnly }: Import) {
  // Plain JavaScript has no alias: there the path is relative.
  const target = from.endsWith('.mjs')
    ? path.posix.relative(path.posix.dirname(from), to)
    : `@/${to.replace(/\.tsx?$/, '')}`;
  const source = isPackage(to) ? to : target;
  write(
    folder,
    from,
    `import ${typeOnly ? 'type ' : ''}{ thing } from '${source}';\nexport const used = thing;\n`,
  );
}

const lostTarget = 'lib/util/nowhere.ts';

function plantAll(folder: string) {
  const imports = [...Object.values(planted), ...allowed, ...drawn.flatMap(Object.values)];
  for (const { to } of imports)
    if (!isPackage(to) && to !== lostTarget) write(folder, to, 'export const thing = 1;\n');
  for (const entry of imports) plant(folder, entry);
  plant(folder, { from: 'lib/util/circle-two.ts', to: 'lib/util/circle-one.ts', typeOnly: true });
  for (const name of ['next', 'esbuild', 'knip']) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, 'exports.thing = 1;\n');
  }
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    copyFileSync(path.join(root, file), path.join(folder, file));
}

function cruise(folder: string): Violation[] {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const answer = path.join(folder, 'answer.json');
  const output = ['--output-type', 'json', '--output-to', answer];
  const roots = ['app', 'apps', 'components', 'e2e', 'lib', 'test', 'server.ts'];
  try {
    execFileSync(process.execPath, [program, '--config', '.dependency-cruiser.cjs', ...output, ...roots], {
      cwd: folder,
      stdio: 'pipe',
    });
  } catch {
    // It found violations, as it should; which ones is in its answer.
  }
  return JSON.parse(readFileSync(answer, 'utf8')).summary.violations;
}

describe('the import rules', () => {
  let folder: string;
  let violations: Violation[];
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gf-boundaries-'));
    plantAll(folder);
    violations = cruise(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have a planted import each', () => {
    expect(Object.keys(planted)).toEqual(config.forbidden.map(({ name }) => name));
  });

  it.each(Object.entries(planted))('%s reports its import', (name, { from }) => {
    expect(violations.filter(({ rule }) => rule.name === name).map((violation) => violation.from)).toContain(
      from,
    );
  });

  const reported = (planted: Import) =>
    violations.filter(({ from, to }) => from === planted.from && to === planted.to);

  it.each(drawn)('allow the drawn arrow $along.from to $along.to, and not its way back', (arrow) => {
    expect(reported(arrow.along).map(({ rule }) => rule.name)).toEqual([]);
    expect(reported(arrow.against)).not.toEqual([]);
  });

  it('are drawn', () => {
    expect(drawn.length).toBeGreaterThan(20);
  });

  it.each(allowed)('$from may import $to', ({ from }) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });
});
