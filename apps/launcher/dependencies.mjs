// The packages that a running server may load, with their licences: `npm run dependencies` writes them into
// docs/dependencies.md, which is reviewed at each release.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './steps.mjs';

const documentFile = path.join(root, 'docs/dependencies.md');
const BEGIN = '<!-- made by npm run dependencies -->';
const END = '<!-- end -->';

/** Taken without a note: they ask for no more than that their text is passed on. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

function readLock() {
  return JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
}

/** Where Node finds `name` from inside the package at `from`. */
function placeOf(packages, from, name) {
  for (let base = from; ; ) {
    const place = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (base === '') return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1));
  }
}

function neededBy({ dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/**
 * What our dependencies need, and theirs, on any platform. Unlike npm's own marks it leaves out optional peers: a
 * package that could be used with another one does not bring it.
 */
export function productionPackages(packages = readLock()) {
  const found = new Set();
  const wanted = Object.keys(packages[''].dependencies).map((name) => ['', name]);
  for (const [from, name] of wanted) {
    const place = placeOf(packages, from, name);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    wanted.push(...neededBy(packages[place]).map((next) => [place, next]));
  }
  return [...found].sort().map((place) => ({
    name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: packages[place].version,
    licence: packages[place].license ?? 'none',
    isOptional: packages[place].optional === true,
  }));
}

/** `MIT AND Apache-2.0` is allowed where both are. */
export const isAllowed = (licence) => licence.split(' AND ').every((one) => ALLOWED.includes(one));

/** As Markdown. A package that is installed in two places in one version has one line. */
export function tableOf(found) {
  const rows = found.map(
    ({ name, version, licence, isOptional }) =>
      `| ${name} | ${version} | ${licence} | ${isOptional ? 'where it fits the platform' : ''} |`,
  );
  const head = ['| package | version | licence | installed |', '|---|---|---|---|'];
  return [...head, ...new Set(rows)].join('\n');
}

/** The document with its table as it is now. */
export function renewed(document, table) {
  const [before, rest = ''] = document.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`docs/dependencies.md needs the lines ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = productionPackages();
  writeFileSync(documentFile, renewed(readFileSync(documentFile, 'utf8'), tableOf(found)));
  console.log(`docs/dependencies.md lists ${found.length} packages`);
}
