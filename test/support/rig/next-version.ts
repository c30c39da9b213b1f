import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutRoot } from '@/lib/server/process/checkout';

// A version of this program that is one step on: the same code with two migrations more, of the kinds that a
// release brings (a column; an index on a large table, built without holding it).
const EXPAND = 'ALTER TABLE host ADD COLUMN rig_probe integer;\n';
const INDEX = '-- no-transaction\nCREATE INDEX CONCURRENTLY rig_probe_idx ON host_profile (rig_note);\n';

/** A folder that a server finds as its checkout, when it runs from there. */
export function makeNextVersion(serverFile: string): { file: string; remove: () => void } {
  const root = checkoutRoot();
  const folder = mkdtempSync(path.join(root, '.cache', 'rig-next-'));
  cpSync(path.join(root, 'prisma'), path.join(folder, 'prisma'), { recursive: true });
  cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  for (const name of ['apps', 'lib']) symlinkSync(path.join(root, name), path.join(folder, name));
  const add = (name: string, sql: string) => {
    const place = path.join(folder, 'prisma', 'migrations', name);
    mkdirSync(place);
    writeFileSync(path.join(place, 'migration.sql'), sql);
  };
  add('99990101000000_rig_column', `${EXPAND}ALTER TABLE host_profile ADD COLUMN rig_note text;\n`);
  add('99990102000000_rig_index', INDEX);
  const file = path.join(folder, path.basename(serverFile));
  cpSync(serverFile, file);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
