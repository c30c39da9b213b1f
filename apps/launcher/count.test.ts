import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRooms, foldersNamed, roomOf, totalOf } from './count.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'gf-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands where, and is known to git but for the last. */
const PLANTED = {
  'lib/domain/a.ts': 'a;\n',
  'lib/domain/a.test.ts': 'a;\nb;\n',
  'lib/server/db/b.ts': '// A comment is no syntax.\n\na;',
  'apps/agent/tests/C.ps1': '1\n2\n',
  'prisma/d.sql': '',
  'package-lock.json': '{}\n',
  'logo.png': '\n\n',
  'lib/domain/unknown.ts': 'a;\n',
};

beforeAll(() => {
  for (const [file, text] of Object.entries(PLANTED)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '-q');
  git('add', ...Object.keys(PLANTED).slice(0, -1));
});

describe('the count', () => {
  it('has files, lines and syntax nodes of each room, of what git knows', async () => {
    const none = { files: 0, lines: 0, nodes: 0 };
    const rooms = await countRooms(folder, ['lib/domain', 'apps/agent', 'lib/server', 'prisma']);
    // A file, its end, and for each statement the statement and its name.
    expect([...rooms]).toEqual([
      ['apps/agent', { product: none, tests: { files: 1, lines: 2, nodes: 0 } }],
      ['lib/domain', { product: { files: 1, lines: 1, nodes: 4 }, tests: { files: 1, lines: 2, nodes: 6 } }],
      ['lib/server/db', { product: { files: 1, lines: 3, nodes: 4 }, tests: none }],
      ['prisma', { product: { files: 1, lines: 0, nodes: 0 }, tests: none }],
    ]);
    expect(totalOf(rooms)).toEqual({
      product: { files: 3, lines: 4, nodes: 8 },
      tests: { files: 2, lines: 4, nodes: 6 },
    });
  });

  it('takes the rooms from the table of folders, and tells what that does not name as it is', () => {
    const named = foldersNamed(
      '## Words\n| `no` |\n\n## Where things are\n\n| folder | holds |\n|---|---|\n| `app/` | pages |\n| `test/support`, `e2e/` | `x` |\n\n## Next\n| `no` |\n',
    );
    expect(named).toEqual(['app', 'test/support', 'e2e']);
    const rooms = [
      'app/(console)/hosts/page.tsx',
      'test/support/a/b.ts',
      'lib/server/errors.ts',
      'apps/demo/a/b.ts',
      'server.ts',
    ];
    expect(rooms.map((file) => roomOf(file, named))).toEqual([
      'app',
      'test/support',
      'lib/server',
      'apps/demo',
      '.',
    ]);
  });
});
