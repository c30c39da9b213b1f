import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';

// Whoever meets a control that is off is told why beside it: `OffReason`, or an error that stands there in any case.

/** Off while a request runs, which is over before anybody asks why. */
const PASSING = /^(\w+\.)?is(Pending|Busy|Saving|PlaceholderData|Success)$/;

/** What steps through a list is off at its ends, and one button says itself why. */
const EXPLAINED: readonly string[] = [
  'components/changes/changes-export.tsx',
  'components/hosts/column-menu.tsx',
  'components/hosts/peek/host-peek.tsx',
  'components/hosts/snapshots/found-text.tsx',
];

/** What a control is off for, as far as that does not pass by itself. */
function lastingReasons({ initializer }: ts.JsxAttribute): string[] {
  if (initializer === undefined) return ['always'];
  const text = initializer.getText().replace(/^\{|\}$/g, '');
  return text.split('||').filter((part) => !PASSING.test(part.trim()));
}

function unexplainedIn(file: string): string[] {
  const text = readFileSync(path.join(checkoutRoot(), file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isJsxAttributes(node)) {
      const named = new Map(
        node.properties.filter(ts.isJsxAttribute).map((each) => [each.name.getText(), each]),
      );
      const off = named.get('disabled') ?? named.get('aria-disabled');
      if (off !== undefined && lastingReasons(off).length > 0 && !named.has('aria-describedby'))
        found.push(`${file}: ${off.getText()}`);
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

it('a control that is off says why beside it', () => {
  const files = readdirSync(path.join(checkoutRoot(), 'components'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('components', file.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.tsx') && !EXPLAINED.includes(file));
  expect(files.flatMap(unexplainedIn)).toEqual([]);
});
