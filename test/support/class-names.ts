import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Functions whose arguments are classes, or which describe classes by variants. */
const JOINS: readonly string[] = ['classNames', 'buttonClass'];
const DESCRIBES = 'cva';

/** Every class that a source file names: in `className`, and in what the functions above are called with. */
export function classNamesIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  function visit(node: ts.Node): void {
    const value = classesOf(node);
    if (value) found.push(...textsOf(value));
    else if (ts.isCallExpression(node)) found.push(...textsOfCall(node));
    ts.forEachChild(node, visit);
  }
  visit(source);
  return [...new Set(found.flatMap((text) => text.split(/\s+/)).filter((name) => name !== ''))];
}

/** What stands for classes in `className={…}`, `className: …` and `element.className = …`. */
function classesOf(node: ts.Node): ts.Node | undefined {
  if (ts.isJsxAttribute(node)) return node.name.getText() === 'className' ? node.initializer : undefined;
  if (ts.isPropertyAssignment(node))
    return node.name.getText() === 'className' ? node.initializer : undefined;
  const isAssigned = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && /\.className$/.test(node.left.getText()) ? node.right : undefined;
}

function textsOfCall(call: ts.CallExpression): string[] {
  const name = call.expression.getText();
  if (JOINS.includes(name)) return call.arguments.flatMap(textsOf);
  if (name !== DESCRIBES) return [];
  const [base, config] = call.arguments;
  const variants = config && ts.isObjectLiteralExpression(config) ? config.properties : [];
  const described = variants.filter(
    (property) => ts.isPropertyAssignment(property) && property.name.getText() !== 'defaultVariants',
  );
  return [...(base ? textsOf(base) : []), ...described.flatMap(textsInside)];
}

/** The texts that an expression may be; not those that it asks about, nor what other functions are given. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return textsOf(node.right);
  if (ts.isJsxExpression(node)) return node.expression ? textsOf(node.expression) : [];
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap(textsOf) : [];
}

/** Every text in a description by variants, however deep. */
function textsInside(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const texts: string[] = [];
  ts.forEachChild(node, (child) => {
    texts.push(...textsInside(child));
  });
  return texts;
}
