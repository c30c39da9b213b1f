import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withClient } from '@/lib/server/db/connection';
import { findBinaries } from '@/lib/server/db/embedded/binaries';
import { clusterFolder, makePasswords } from '@/lib/server/db/embedded/data-folder';
import { databaseOsUser } from '@/lib/server/db/embedded/os-user';
import { launchPostmaster, type Running, stopPostmaster } from '@/lib/server/db/embedded/postmaster';
import { type EmbeddedAddresses, startEmbedded } from '@/lib/server/db/embedded/server';
import { freeze } from '@/test/support/rig/freeze';
import { temporaryFolder } from '@/test/support/temporary-folder';

export type Standby = {
  primary: EmbeddedAddresses;
  /** The role that serves, on the standby. */
  url: string;
  /** What comes is kept and not shown, until what this answers with is called. */
  pauseReplay: () => Promise<() => Promise<void>>;
  /** Connections stand and nothing answers, until what this answers with is called. */
  freeze: () => () => void;
  kill: () => Promise<void>;
  /** Starts it again on the same port. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

const quiet = () => undefined;

/** What pg_basebackup does; that program does not come with the embedded PostgreSQL. */
function copyCluster(primary: EmbeddedAddresses, source: string, target: string): Promise<void> {
  return withClient(primary.adminUrl, async (client) => {
    await client.query("SELECT pg_backup_start('standby', true)");
    // Files that go while it copies are of no use to anybody: the log has what became of them.
    spawnSync('cp', ['-a', source, target]);
    const { rows } = await client.query<{ label: string }>('SELECT labelfile AS label FROM pg_backup_stop()');
    writeFileSync(path.join(target, 'backup_label'), rows[0]?.label ?? '');
    rmSync(path.join(target, 'postmaster.pid'), { force: true });
    for (const name of readdirSync(path.join(target, 'pg_wal')))
      rmSync(path.join(target, 'pg_wal', name), { recursive: true });
  });
}

/** The address at the standby, whose roles and passwords are the primary's. */
function at(port: number, address: string): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}

/** A primary and a hot standby that follows it by streaming, as a DBA would make one. */
export async function startStandby(): Promise<Standby> {
  const folder = temporaryFolder('gf-standby-');
  const [primaryDir, dataDir] = [path.join(folder, 'primary'), path.join(folder, 'standby')];
  const primary = await startEmbedded({ dataDir: primaryDir, log: quiet });
  const user = await databaseOsUser();
  mkdirSync(dataDir, { mode: 0o700 });
  spawnSync('cp', ['-a', path.join(primaryDir, 'keys'), dataDir]);
  await copyCluster(primary, clusterFolder(primaryDir), clusterFolder(dataDir));
  for (const name of ['standby.signal', 'backup_label']) {
    const file = path.join(clusterFolder(dataDir), name);
    writeFileSync(file, '', { flag: 'a' });
    if (user) chownSync(file, user.uid, user.gid);
  }
  const { hostname, port, username, password } = new URL(primary.adminUrl);
  const settings = {
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
  };
  const binaries = findBinaries({ dataDir, user, log: quiet });
  const options = { dataDir, binaries, user, passwords: makePasswords(dataDir), settings, log: quiet };
  let running: Running = await launchPostmaster(options);
  const ask = (text: string) =>
    withClient(at(running.port, primary.adminUrl), (client) => client.query(text));
  const kill = async () => {
    process.kill(running.pid, 'SIGKILL');
    await running.ended;
  };
  return {
    primary,
    url: at(running.port, primary.url),
    pauseReplay: async () => {
      await ask('SELECT pg_wal_replay_pause()');
      return async () => void (await ask('SELECT pg_wal_replay_resume()'));
    },
    freeze: () => freeze(running.pid),
    kill,
    start: async () => {
      running = await launchPostmaster(options, running.port);
    },
    stop: async () => {
      await stopPostmaster(running.pid);
      await primary.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
