// `npm run count`: how large the product and its tests are, by room. Lines say how long a text is, and syntax nodes how much a
// program says, however it is laid out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { root } from './steps.mjs';

/** Those without a parser have lines alone. */
const PARSED = /\.(ts|tsx|js|mjs|cjs)$/;
const COUNTED = /\.(ts|tsx|js|mjs|cjs|ps1|psm1|psd1|sql|json|css|prisma|md)$/;
const NOT_OURS = ['package-lock.json'];

const isTest = (file) =>
  /^(bench|e2e|test)\/|\/tests\//.test(file) || /\.(test|e2e|bench)\.[a-z]+$|\.Tests\.ps1$/.test(file);

/** The folders of "Where things are". */
export function foldersNamed(document) {
  const [, after = ''] = document.split('\n## Where things are\n');
  const rows = after
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+?)\/?`/g)].map(([, name]) => name));
}

/** lib/server has rooms of its own; a folder that nobody named is told as it is. */
export function roomOf(file, named) {
  const folder = path.posix.dirname(file);
  const isWithin = (room) => `${folder}/`.startsWith(`${room}/`);
  if (isWithin('lib/server')) return folder.split('/').slice(0, 3).join('/');
  const [longest] = named.filter(isWithin).sort((a, b) => b.length - a.length);
  return longest ?? folder.split('/').slice(0, 2).join('/');
}

const linesOf = (text) => text.split('\n').length - Number(text === '' || text.endsWith('\n'));

function nodesOf(ts, file, text) {
  let nodes = 0;
  const visit = (node) => {
    nodes += 1;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return nodes;
}

const none = () => ({ files: 0, lines: 0, nodes: 0 });

/** What git has of a folder, as rooms with their product and their tests; loads the parser, which has to be installed. */
export async function countRooms(folder, named) {
  const { default: ts } = await import('typescript');
  const known = execFileSync('git', ['ls-files', '-z'], { cwd: folder, encoding: 'utf8' }).split('\0');
  const rooms = new Map();
  // One that was removed a moment ago is known until the next commit.
  const isCounted = (file) =>
    COUNTED.test(file) && !NOT_OURS.includes(file) && existsSync(path.join(folder, file));
  for (const file of known.filter(isCounted)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const name = roomOf(file, named);
    const room = rooms.get(name) ?? { product: none(), tests: none() };
    rooms.set(name, room);
    const sum = isTest(file) ? room.tests : room.product;
    sum.files += 1;
    sum.lines += linesOf(text);
    sum.nodes += PARSED.test(file) ? nodesOf(ts, file, text) : 0;
  }
  return new Map([...rooms].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All rooms in one. */
export function totalOf(rooms) {
  const total = { product: none(), tests: none() };
  for (const room of rooms.values())
    for (const part of ['product', 'tests'])
      for (const what of ['files', 'lines', 'nodes']) total[part][what] += room[part][what];
  return total;
}

function tableOf(rooms) {
  const cells = ({ product, tests }) =>
    [product, tests].flatMap(({ files, lines, nodes }) => [files, lines, nodes]);
  const rows = [...rooms, ['all', totalOf(rooms)]].map(([name, room]) => [name, ...cells(room)]);
  const head = ['room', ...['files', 'lines', 'nodes'], ...['tests', 'lines', 'nodes']];
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = ([name, ...rest]) =>
    [name.padEnd(width), ...rest.map((one) => String(one).padStart(9))].join('');
  return [head, ...rows].map(line).join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled(console.log);
  const named = foldersNamed(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'));
  console.log(tableOf(await countRooms(root, named)));
}
