import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'tailwindcss';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { classNamesIn } from '@/test/support/class-names';

/**
 * Screens from before the theme was Tailwind's: each leaves this list when it is made of utilities, and none may join it.
 */
const OLD_ROOMS = ['changes', 'explain', 'fabric', 'fleet', 'hosts', 'shell'];

/** Lines of global CSS beside the theme, of which there are to be fewer than 300, and the classes they style. More of either needs a reason. */
const GLOBAL_LINES = 264;
const GLOBAL_CLASSES = 11;

const root = checkoutRoot();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'));
}

const sources = [...filesIn('components'), ...filesIn('app')];
const isOld = (file: string) => OLD_ROOMS.some((room) => file.startsWith(`components/${room}/`));

/** Those of the classes of which Tailwind, with the theme, makes rules. The CSS of the older rooms is left out. */
async function utilitiesAmong(names: Iterable<string>): Promise<ReadonlySet<string>> {
  const alone = read('app/globals.css').replace(/@import (?!.*(theme|utilities)\.css).*\n/g, '');
  const { build } = await compile(alone, {
    base: path.join(root, 'app'),
    loadStylesheet: async (id, base) => {
      const file = id.startsWith('.') ? path.join(base, id) : path.join(root, 'node_modules', id);
      return { path: file, base: path.dirname(file), content: readFileSync(file, 'utf8') };
    },
  });
  const selected = build([...names]).matchAll(/\.((?:\\.|[\w-])+)/g);
  return new Set([...selected].map(([, name = '']) => name.replaceAll('\\', '')));
}

/** `class: files` for each class that is none of Tailwind's. */
async function strangersIn(files: readonly string[]): Promise<string[]> {
  const filesOf = new Map<string, string[]>();
  for (const file of files)
    for (const name of classNamesIn(path.join(root, file)))
      filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
  const utilities = await utilitiesAmong(filesOf.keys());
  return [...filesOf]
    .filter(([name]) => !utilities.has(name))
    .map(([name, at]) => `${name}: ${at.join(', ')}`);
}

const styles = readdirSync(path.join(root, 'app/styles')).filter((file) => file !== 'theme.css');
const globalFiles = ['app/globals.css', ...styles.map((file) => `app/styles/${file}`)];
const globalCss = globalFiles.map(read).join('');
const globalClasses = new Set(
  [...globalCss.replace(/\/\*[\s\S]*?\*\/|"[^"]*"/g, '').matchAll(/\.(-?[a-z_][\w-]*)(?=[^{}]*\{)/gi)].map(
    ([, name = '']) => name,
  ),
);

describe('classes', () => {
  it('are utilities of the theme in every room but those that are older than it', async () => {
    expect(await strangersIn(sources.filter((file) => !isOld(file)))).toEqual([]);
  });

  it('of the older rooms are utilities, or stand in the global CSS', async () => {
    const strangers = await strangersIn(sources.filter(isOld));
    expect(strangers.filter((text) => !globalClasses.has(text.split(':')[0] ?? ''))).toEqual([]);
  });

  it('of the global CSS are all in use', () => {
    // Names stand in texts: in className, and in tables from which it takes them.
    const texts = sources.flatMap((file) => read(file).match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []);
    const words = new Set(texts.flatMap((text) => text.match(/[\w-]+/g) ?? []));
    expect([...globalClasses].filter((name) => !words.has(name))).toEqual([]);
  });

  it('of the global CSS, and its lines, are as many as above: where they are fewer, write that down', () => {
    expect(globalCss.trimEnd().split('\n').length).toBe(GLOBAL_LINES);
    expect(globalClasses.size).toBe(GLOBAL_CLASSES);
  });

  it('style the element that has them, and not whatever it holds', () => {
    // A rule that ends in any element is tried on each of the 2,000 of a list whenever a dialog opens above it.
    const names = sources.flatMap((file) => classNamesIn(path.join(root, file)));
    expect(names.filter((name) => /(^|:)\*\*?:|^(divide|space)-/.test(name))).toEqual([]);
  });

  it('take no colour that the theme does not have', () => {
    const arbitrary = sources
      .filter((file) => !isOld(file))
      .flatMap((file) => classNamesIn(path.join(root, file)));
    expect(arbitrary.filter((name) => /\[(#|rgb|hsl|oklch|color)/.test(name))).toEqual([]);
  });
});

describe('tables', () => {
  it('stand in the components of components/table alone', () => {
    const own = sources.filter((file) => /<table\b/.test(read(file)));
    expect(own.filter((file) => !file.startsWith('components/table/'))).toEqual([]);
  });
});

describe('forms', () => {
  it('stand in the one component that keeps the bubbles of browsers away', () => {
    expect(sources.filter((file) => /<form\b/.test(read(file)))).toEqual(['components/ui/form.tsx']);
  });
});
