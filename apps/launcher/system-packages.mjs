// What tests need of the system: found where it is, else installed where that is possible.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runAloud } from './run-aloud.mjs';
import { Refusal } from './steps.mjs';

/** apt-get refuses to run beside itself: who asks later waits. */
let installing = Promise.resolve();

export const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs on Debian and as root only. The caller checks whether everything is there afterwards. */
export function installPackages(packages, print) {
  const install = async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runAloud('apt-get', ['update', '-qq'], { env, onLine: print });
    const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    await runAloud('apt-get', args, { env, onLine: () => undefined });
  };
  installing = installing.then(install, install);
  return installing;
}

/** Debian keeps PostgreSQL's server and its initdb off the path. */
const postgresVersions = '/usr/lib/postgresql';

function programFolders() {
  const versions = existsSync(postgresVersions) ? readdirSync(postgresVersions) : [];
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  return [...onPath, ...versions.map((version) => path.join(postgresVersions, version, 'bin'))];
}

const isHere = (name) => programFolders().some((folder) => existsSync(path.join(folder, name)));

const pdfPrograms = ['pdfinfo', 'pdffonts', 'pdfdetach', 'pdftotext', 'qpdf', 'unzip', 'openssl'];

/** Programs that read what is made in the tests, and the packages that bring them. */
async function ensurePrograms({ programs, packages, title }, print) {
  const missing = () => programs.filter((name) => !isHere(name));
  if (missing().length === 0) return;
  if (mayInstall()) {
    print(`Installing ${title} …`);
    await installPackages(packages, print);
  }
  if (missing().length > 0)
    throw new Refusal(
      `The tests need ${missing().join(', ')}: install them (Debian: apt-get install ${packages.join(' ')})`,
    );
}

/** What reads reports in the tests: poppler, qpdf, unzip and openssl. */
export const ensurePdfTools = (print) =>
  ensurePrograms(
    {
      programs: pdfPrograms,
      packages: ['poppler-utils', 'qpdf', 'unzip', 'openssl'],
      title: 'poppler, qpdf, unzip and openssl',
    },
    print,
  );

/** What opens spreadsheets in the tests: LibreOffice's, without a window. */
export const ensureSpreadsheetTools = (print) =>
  ensurePrograms(
    { programs: ['soffice'], packages: ['libreoffice-calc-nogui'], title: 'LibreOffice Calc' },
    print,
  );

/** What dumps and restores in the tests, and the server of the same version: npm's PostgreSQL has no such programs. */
export const ensurePostgres = (print) =>
  ensurePrograms(
    {
      programs: ['initdb', 'postgres', 'pg_dump', 'pg_basebackup'],
      packages: ['postgresql'],
      title: 'PostgreSQL',
    },
    print,
  );

/** What evaluates the alert rules in the tests, as Prometheus does. */
export const ensurePromtool = (print) =>
  ensurePrograms({ programs: ['promtool'], packages: ['prometheus'], title: 'promtool' }, print);
