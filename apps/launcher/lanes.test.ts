import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './steps.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'gf-lanes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program that has `runLanes`, and answers with the lines it printed. */
async function linesOf(name: string, work: string): Promise<string[]> {
  const program = path.join(folder, `${name}.mjs`);
  const lanes = pathToFileURL(path.join(root, 'apps/launcher/lanes.mjs')).href;
  writeFileSync(program, `import { runLanes } from '${lanes}';\n${work}`);
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return said.split('\n').filter((line) => line !== '' && !line.startsWith('…'));
}

/** Three parts of which each waits for a line of another one, so that their lines come by turns. */
const BY_TURNS = `
  const told = {};
  const once = (line) => new Promise((resolve) => { told[line] = resolve; });
  const [two, three, four] = ['two', 'three', 'four'].map(once);
  const good = { passed: 1, failed: 0, skipped: 0 };
  const parts = {
    slow: async (print) => { print('one'); told.two(); await three; print('three'); told.four(); return good; },
    quick: async (print) => { await two; print('two'); told.three(); await four; throw new Error('the moon is full'); },
    last: async (print) => { print('last'); return good; },
  };`;

describe('lanes', () => {
  it('print what each part said together and under its name, though they ran beside each other', async () => {
    const lines = await linesOf(
      'beside',
      `${BY_TURNS}
      const results = await runLanes(parts, [['slow'], ['quick', 'last']]);
      console.log(JSON.stringify(results.map(({ name, failed }) => [name, failed])));`,
    );
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    expect(lines.slice(at('── slow') + 1, at('── slow') + 3)).toEqual(['one', 'three']);
    expect(lines.slice(at('── quick') + 1, at('── quick') + 3)).toEqual(['two', 'Error: the moon is full']);
    expect(lines.slice(at('── last') + 1, at('── last') + 2)).toEqual(['last']);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual([
      ['slow', 0],
      ['quick', 1],
      ['last', 0],
    ]);
  });

  it('print what was said so far of a part that is cut off', async () => {
    const lines = await linesOf(
      'cut-off',
      `await runLanes({
        stays: async (print) => { print('so far'); process.exit(1); },
        waits: () => new Promise(() => undefined),
      }, [['waits'], ['stays']]);`,
    );
    expect(lines.map((line) => line.replaceAll('─', '').trim())).toEqual(['waits', 'stays', 'so far']);
  });

  it('of which there is one are heard as they go', async () => {
    const lines = await linesOf(
      'alone',
      `await runLanes({
        part: async (print) => { print('begun'); console.log('heard in between'); print('ended'); return {}; },
      }, [['part']]);`,
    );
    expect(lines.slice(1)).toEqual(['begun', 'heard in between', 'ended']);
  });
});
