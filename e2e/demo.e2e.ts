import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect } from '@playwright/test';
import { test } from './support/demo';

// `npm run demo` as people start it. That machines stop it is in the long run.

test('a wrong option is one sentence and exit code 2, and another fleet in a folder that holds one is refused', async ({
  demos,
}) => {
  const refused = async (...args: string[]) => {
    const child = demos.start(...args);
    const [said, [code]] = await Promise.all([
      text(child.stderr as NodeJS.ReadableStream),
      once(child, 'exit'),
    ]);
    return { said: said.trim(), code };
  };
  expect(await refused('--hosts', '0')).toEqual({
    said: 'guarded-fabric: --hosts takes a whole number from 1 to 20000, not "0"',
    code: 2,
  });
  expect((await refused('--host', '5')).code).toBe(2);
  expect(existsSync(demos.dataDir)).toBe(false);
});
