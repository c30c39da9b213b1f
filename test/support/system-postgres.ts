import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { bareEnvironment, databaseOsUser, type OsUser } from '@/lib/server/db/embedded/os-user';
import { freePort } from '@/test/support/rig/api-process';
import { temporaryFolder } from '@/test/support/temporary-folder';

// The PostgreSQL of the distribution, with its programs: those that come with npm are the server alone.

const run = promisify(execFile);
const VERSIONS = '/usr/lib/postgresql';

/** The folder of pg_dump and the server of the same version. */
function programs(): string {
  const found = (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(VERSIONS, version, 'bin'))
    .find((bin) => ['initdb', 'postgres', 'pg_dump'].every((name) => existsSync(path.join(bin, name))));
  if (found === undefined)
    throw new Error('This test needs a PostgreSQL of the system: apt-get install postgresql');
  return found;
}

export type SystemPostgres = {
  port: number;
  /** The folder with psql, pg_dump and the rest. */
  bin: string;
  /** The address of a role, whose password is its name. */
  address: (role: string, database: string) => string;
  /** The superuser's. */
  adminUrl: string;
  /** Another server that follows this one. */
  standby: () => Promise<SystemPostgres>;
  /** Kills it as a power cut would. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
};

const SETTINGS = ['max_locks_per_transaction=1024', 'shared_buffers=32MB', 'unix_socket_directories='];

type Cluster = { bin: string; folder: string; user: OsUser | undefined };

async function serve(cluster: Cluster): Promise<SystemPostgres> {
  const { bin, folder, user } = cluster;
  const port = await freePort();
  const settings = [...SETTINGS, 'listen_addresses=127.0.0.1', `port=${port}`];
  const child: ChildProcess = spawn(
    path.join(bin, 'postgres'),
    ['-D', '/proc/self/cwd', ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd: folder, env: bareEnvironment, stdio: 'ignore' },
  );
  const endWithUs = () => void child.kill('SIGINT');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  };
  const address = (role: string, database: string) =>
    `postgresql://${role}:${role}@127.0.0.1:${port}/${database}`;
  const adminUrl = address('admin', 'postgres');
  await vi.waitFor(() => withClient(adminUrl, (client) => client.query('SELECT 1')), {
    timeout: 120_000,
    interval: 50,
  });
  return {
    port,
    bin,
    address,
    adminUrl,
    standby: () => makeStandby({ ...cluster, port }),
    kill: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGINT');
      rmSync(path.dirname(folder), { recursive: true, force: true });
    },
  };
}

async function emptyFolder(): Promise<Omit<Cluster, 'bin'>> {
  const user = await databaseOsUser();
  const parent = temporaryFolder('gf-system-postgres-');
  const folder = path.join(parent, 'data');
  mkdirSync(folder, { mode: 0o700 });
  if (user) for (const one of [parent, folder]) chownSync(one, user.uid, user.gid);
  return { folder, user };
}

async function makeStandby({ bin, port }: Cluster & { port: number }): Promise<SystemPostgres> {
  const { folder, user } = await emptyFolder();
  const from = `postgresql://admin:admin@127.0.0.1:${port}/postgres`;
  const args = ['-D', folder, '-d', from, '-R', '-X', 'stream', '-c', 'fast'];
  await run(path.join(bin, 'pg_basebackup'), args, { ...user, cwd: folder, env: bareEnvironment });
  return serve({ bin, folder, user });
}

/** A new one with data that survive a crash, as an operator's own has them. */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const bin = programs();
  const { folder, user } = await emptyFolder();
  const password = path.join(path.dirname(folder), 'password');
  writeFileSync(password, 'admin');
  if (user) chownSync(password, user.uid, user.gid);
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--username=admin', '--no-sync'];
  await run(path.join(bin, 'initdb'), ['-D', folder, `--pwfile=${password}`, ...flags], {
    ...user,
    cwd: folder,
    env: bareEnvironment,
  });
  return serve({ bin, folder, user });
}
