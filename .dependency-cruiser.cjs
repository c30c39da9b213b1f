// Who may import whom: the table of docs/decisions/boundaries.md as rules. test/boundaries.test.ts plants one
// forbidden import for each of them and expects it reported, so a rule that matches nothing is a red test.

/** A service's verbs may call verbs only of entities that stand earlier in this list. */
const entities = [
  'system',
  'fabric',
  'operator',
  'host',
  'enrollment',
  'snapshot',
  'setting',
  'history',
  'change',
  'exception',
  'note',
  'view',
  'plan',
  'notification',
  'report',
  'schedule',
  'search',
];

/** The rooms of lib/server, lowest first: code loads only what stands earlier in this list, or in its own room. */
const rooms = [
  'process',
  'db',
  'request',
  'audit',
  'auth',
  'verbs',
  'files',
  'report-formats',
  'mail',
  'services',
  'metrics',
  'jobs',
  'doors',
  'trpc',
  'http',
  'listener',
  'pages',
];

/** Files at the root of lib/server: words of every room, and the composition of all rooms up to metrics. */
const wordsOfAll = '^lib/server/(context|errors)\\.ts$';
const runtime = '^lib/server/runtime\\.ts$';
const belowRuntime = rooms.slice(0, rooms.indexOf('metrics') + 1);
const aboveRuntime = rooms.slice(belowRuntime.length);

const inRooms = (names) => `^lib/server/(${names.join('|')})/`;

const ours = '^(app|apps|bench|components|e2e|lib|prisma|test)/|^server\\.ts$';
const tests = '\\.test\\.tsx?$';
// Every layer's tests may build their world with it; that nothing else does is a rule of its own.
const testSupport = '^test/support/';

/** `from` may import itself and `allowed` of our own code, nothing else. */
const only = (name, comment, from, allowed, options = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...(options.except ? { pathNot: options.except } : {}) },
  to: {
    path: ours,
    pathNot: [from, ...allowed, testSupport],
    ...(options.typesAllowed ? { dependencyTypesNot: ['type-only'] } : {}),
  },
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const core = [
  forbid('no-cycles', 'Also where a type closes one.', { pathNot: '^prisma/generated/' }, { circular: true }),
  forbid(
    'no-unresolvable',
    'What the checker cannot resolve it cannot judge: an import must lead somewhere.',
    {},
    { couldNotResolve: true, pathNot: 'build/(server|dev)/(server|cli|demo|simulator)\\.js$' },
  ),
  only('util-is-the-bottom', 'lib/util knows no word of the domain.', '^lib/util/', []),
  only('i18n-is-text', 'lib/i18n loads and types messages; next.ts alone meets the request.', '^lib/i18n/', [
    '^lib/util/',
    '^lib/server/auth/session\\.ts$',
  ]),
  only('domain-is-pure', 'Rules of the domain run anywhere.', '^lib/domain/', ['^lib/util/']),
  only('contracts-know-the-domain', 'Schemas are made of words of the domain.', '^lib/contracts/', [
    '^lib/(util|domain)/',
  ]),
  forbid(
    'browser-loads-no-schema',
    'A schema brings zod to every page. A browser loads the words that schemas are made of, from lib/contracts/words, and types.',
    { path: '^components/|^lib/(util|i18n|domain|client|contracts/words)/', pathNot: tests },
    { path: '^lib/contracts/(?!words/)|node_modules/zod/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'pure-needs-no-machine',
    'Pure code runs in a browser too: no Node module.',
    { path: '^lib/(util|domain|contracts|client|i18n)/|^components/', pathNot: tests },
    { dependencyTypes: ['core'] },
  ),
];

const server = [
  ...rooms.slice(0, -1).map((room, index) => {
    const above = inRooms(rooms.slice(index + 1));
    return forbid(
      `room-order-${room}`,
      'A room of lib/server loads only rooms earlier in the list at the top of this file. Types may come from anywhere.',
      { path: `^lib/server/${room}/`, pathNot: tests },
      { path: belowRuntime.includes(room) ? [above, runtime] : above, dependencyTypesNot: ['type-only'] },
    );
  }),
  only(
    'words-of-all-rooms',
    'What every room imports loads nothing but pure code.',
    wordsOfAll,
    ['^lib/(util|domain|contracts)/'],
    { typesAllowed: true },
  ),
  forbid(
    'runtime-below-doors',
    'The runtime is made of what stands below the doors, and is given to them.',
    { path: runtime },
    { path: inRooms(aboveRuntime), dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'known-rooms',
    'A new file of lib/server stands in a room, and a new room takes its place in the list at the top of this file.',
    {},
    { path: '^lib/server/', pathNot: [inRooms(rooms), wordsOfAll, runtime] },
  ),
  forbid(
    'server-knows-no-program',
    'Programs and screens use the server, never the other way round.',
    { path: '^lib/server/|^server\\.ts$', pathNot: tests },
    { path: '^(apps|bench|components|e2e|lib/client)/' },
  ),
  forbid(
    'services-know-no-transport',
    'A verb can be called from tRPC, a route, a job, gf or a test; it names not even their types.',
    { path: '^lib/server/services/', pathNot: tests },
    { path: [inRooms(aboveRuntime), runtime] },
  ),
  forbid(
    'language-of-readers',
    'What stands below verbs knows no language: it answers in codes and data.',
    { path: [inRooms(['process', 'db', 'request', 'audit', 'auth']), wordsOfAll], pathNot: tests },
    { path: '^lib/i18n/' },
  ),
  forbid(
    'services-through-index',
    'What one entity gives to another is what its index exports.',
    { path: '^lib/server/services/([^/]+)/', pathNot: tests },
    {
      path: '^lib/server/services/',
      pathNot: ['^lib/server/services/$1/', '^lib/server/services/[^/]+/index\\.ts$'],
    },
  ),
  forbid(
    'verbs-through-index',
    'Who calls verbs calls those that the index of their entity exports.',
    { path: '^apps/|^lib/server/(?!services/)|^server\\.ts$', pathNot: tests },
    { path: '^lib/server/services/', pathNot: '^lib/server/services/[^/]+/index\\.ts$' },
  ),
  forbid(
    'server-knows-no-framework',
    'Verbs, and what they stand on, know neither React, Next, tRPC nor Fastify.',
    { path: [inRooms(belowRuntime), wordsOfAll], pathNot: tests },
    { path: 'node_modules/(next|react|react-dom|@trpc|fastify)/' },
  ),
  forbid(
    'transport-asks-services',
    'What stands above verbs calls them and never queries; it may tell a database failure from others.',
    { path: inRooms(['metrics', ...aboveRuntime]), pathNot: tests },
    { path: '^lib/server/db/', pathNot: '^lib/server/db/failures\\.ts$', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'http-rooms',
    'The routes of agents and those of /api/v1 share what stands in common, and nothing else.',
    { path: '^lib/server/http/(agent|api|common)/', pathNot: tests },
    { path: '^lib/server/http/', pathNot: '^lib/server/http/(common|$1)/' },
  ),
  forbid(
    'generated-client-only-in-db',
    'The generated Prisma client has one importer; other code takes its types from domain or contracts.',
    { pathNot: '^(lib/server/db|prisma)/' },
    { path: '^prisma/generated/' },
  ),
  only(
    'embedded-stands-alone',
    'The PostgreSQL that npm start brings along knows folders and addresses, and nothing of what is stored in it.',
    '^lib/server/db/embedded/',
    ['^lib/util/', '^lib/server/process/', '^lib/server/db/connection\\.ts$'],
    { except: tests },
  ),
  forbid(
    'fleet-columns-are-the-ground',
    'Columns, moments and questions stand below the four rooms of db/fleet.',
    { path: '^lib/server/db/fleet/[^/]+\\.ts$', pathNot: tests },
    { path: '^lib/server/db/fleet/[^/]+/' },
  ),
  forbid(
    'fleet-relation-and-filter',
    'Rows are judged from what hosts sent, whatever is asked; a filter is over columns, wherever rows come from.',
    { path: '^lib/server/db/fleet/(relation|filter)/', pathNot: tests },
    { path: '^lib/server/db/fleet/[^/]+/', pathNot: '^lib/server/db/fleet/$1/' },
  ),
  forbid(
    'fleet-read-model-below-answers',
    'A read model stores what the relation says; answers read either.',
    { path: '^lib/server/db/fleet/read-model/', pathNot: tests },
    { path: '^lib/server/db/fleet/answers/' },
  ),
  forbid(
    'verbs-ask-for-answers',
    'A verb asks a question; where its rows come from, and how a page is found soonest, is decided below it.',
    { path: '^lib/server/services/', pathNot: tests },
    {
      path: '^lib/server/db/fleet/(relation|filter|read-model)/|^lib/server/db/fleet/answers/(matching|first)-hosts\\.ts$',
      pathNot: '^lib/server/db/fleet/(filter/sorting|read-model/(upkeep|postponed-hosts))\\.ts$',
    },
  ),
  only(
    'files-are-formats',
    'CSV, XLSX, ZIP and JSON are written of any table; what a host has is told to them.',
    '^lib/server/files/',
    ['^lib/(util|domain)/'],
    { except: tests },
  ),
  only(
    'report-formats-know-the-content',
    'A format is written of a report’s content alone: whoever makes the report asked the database.',
    '^lib/server/report-formats/',
    ['^lib/(util|domain|contracts|i18n)/', '^lib/server/files/'],
    { except: tests },
  ),
  forbid(
    'known-entities',
    'A new entity takes its place in the order at the top of this file.',
    {},
    { path: '^lib/server/services/', pathNot: `^lib/server/services/(${entities.join('|')})/` },
  ),
  ...entities
    .slice(0, -1)
    .map((entity, index) =>
      forbid(
        `entity-order-${entity}`,
        'A verb calls verbs only of entities earlier in the order; reads across entities live in lib/server/db.',
        { path: `^lib/server/services/${entity}/`, pathNot: tests },
        { path: `^lib/server/services/(${entities.slice(index + 1).join('|')})/` },
      ),
    ),
];

const client = [
  only(
    'client-is-thin',
    'The browser reaches the server over tRPC: types may cross, values may not.',
    '^lib/client/',
    ['^lib/(util|i18n|domain|contracts)/'],
    { typesAllowed: true },
  ),
  only('ui-is-generic', 'components/ui knows no domain word, no data and no router.', '^components/ui/', [
    '^lib/(util|i18n)/',
  ]),
  only('table-is-generic', 'components/table is generic over its row.', '^components/table/', [
    '^components/ui/',
    '^lib/(util|i18n)/',
  ]),
  only(
    'fleet-pieces-are-shared',
    'What all subjects share stands below them.',
    '^components/fleet/',
    ['^components/(ui|table)/', '^lib/(util|i18n|domain|contracts|client)/'],
    { typesAllowed: true },
  ),
  forbid(
    'subjects-do-not-cross',
    'A piece that two subjects need moves down to fleet, table or ui, never sideways.',
    { path: '^components/(?!ui/|table/|fleet/|shell/)([^/]+)/' },
    { path: '^components/', pathNot: ['^components/(ui|table|fleet|shell)/', '^components/$1/'] },
  ),
  forbid(
    'shell-knows-no-subject',
    'The frame is the same around every subject.',
    { path: '^components/shell/' },
    { path: '^components/', pathNot: '^components/(ui|table|fleet|shell)/' },
  ),
  forbid(
    'no-server-in-components',
    'Types may cross, values may not.',
    { path: '^components/', pathNot: tests },
    { path: '^(apps|bench|e2e|lib/server|prisma)/|^server\\.ts$', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'pages-stay-thin',
    'A page reaches the server through the caller and the session of its request only.',
    { path: '^app/' },
    {
      path: '^(apps|bench|e2e|lib/server|prisma|test)/|^server\\.ts$',
      pathNot: '^lib/server/(trpc/rsc|auth/session)\\.tsx?$',
      dependencyTypesNot: ['type-only'],
    },
  ),
  forbid(
    'request-doors-import-types-only',
    'Next bundles these two files: a value import of any other would make a second graph of server modules.',
    { path: '^lib/server/(trpc/rsc|auth/session)\\.tsx?$' },
    { path: '^lib/server/(?!auth/session\\.ts$)|^prisma/', dependencyTypesNot: ['type-only'] },
  ),
  forbid('nothing-imports-pages', 'app/ is the top.', { pathNot: '^app/' }, { path: '^app/' }),
];

const programs = [
  forbid(
    'composition-is-the-top',
    'server.ts composes; only the programs that start it, and their tests, import it.',
    { pathNot: `^(apps/(cli|demo)|bench|test/support)/|${tests}` },
    { path: '^server\\.ts$' },
  ),
  forbid(
    'launcher-stands-alone',
    'The launcher must run on a bare checkout: nothing of ours, and no package before it is installed.',
    { path: '^apps/launcher/', pathNot: tests },
    { path: `${ours}|node_modules/`, pathNot: '^apps/launcher/', dynamic: false },
  ),
  forbid(
    'agent-stands-alone',
    'The agent is a program of its own; its build shares nothing with the server. Its tests send to one.',
    { path: '^apps/agent/', pathNot: '^apps/agent/tests/' },
    { path: ours, pathNot: ['^apps/agent/', testSupport] },
  ),
  only('simulator-is-a-client', 'It knows what any client knows: the contract.', '^apps/simulator/', [
    '^lib/(util|domain|contracts)/',
  ]),
  forbid(
    'programs-show-no-pages',
    'gf, the demo and the benchmarks compose the server, not the console.',
    { path: '^(apps/(cli|demo)|bench)/' },
    { path: '^(components|lib/client|e2e)/' },
  ),
  forbid(
    'runs-without-development-packages',
    'npm start needs only the packages under "dependencies".',
    { path: '^(app|components|lib|apps/(cli|demo|simulator))/|^server\\.ts$', pathNot: tests },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
];

const testing = [
  forbid(
    'tests-stay-out-of-production',
    'Neither tests nor their support are imported by what ships.',
    { pathNot: `^(test|e2e|bench|apps/agent/tests)/|${tests}` },
    { path: `^(test|e2e)/|${tests}` },
  ),
  forbid(
    'support-knows-no-browser',
    'test/support serves every kind of test.',
    { path: '^test/' },
    { path: '^(app|components|e2e)/|node_modules/(@playwright|playwright|playwright-core)/' },
  ),
  forbid(
    'specs-drive-from-outside',
    'A spec sees the product through the browser and the public interface.',
    { path: '^e2e/', pathNot: '^e2e/support/' },
    {
      path: '^(app|apps|bench|components|prisma|test|lib/(server|client))/|^server\\.ts$',
      pathNot: '^test/support/(agent-client|ends-within|open-sockets|request-heads|runs|read-[a-z]+)\\.ts$',
    },
  ),
  forbid(
    'e2e-support-builds-through-services',
    'e2e/support makes its worlds with test/support and reaches no deeper.',
    { path: '^e2e/support/' },
    {
      path: '^(app|apps|bench|components|prisma|lib/(server|client))/|^server\\.ts$',
      pathNot: '^apps/agent/tests/tools\\.mjs$',
    },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...core, ...server, ...client, ...programs, ...testing],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|build|\\.tools|\\.cache)/|^apps/agent/build/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Exports maps of packages are read as Node and Next read them.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
