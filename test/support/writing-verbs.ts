import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { CallGraph, nodesIn, type Reached } from './call-graph';

const services = 'lib/server/services';
const auditRoom = 'lib/server/audit/';

const authorisations = new Set(
  ['authorize', 'requireOperator'].map((name) => `lib/server/auth/authorize.ts#${name}`),
);
const records = new Set(['audit', 'auditAll'].map((name) => `${auditRoom}record.ts#${name}`));

const writeMethod = /^(create|update|delete|upsert)(Many|ManyAndReturn)?$/;
const writeStatement =
  /\b(INSERT INTO|DELETE FROM|MERGE INTO|TRUNCATE|(CREATE|ALTER|DROP) TABLE|COPY \w+ FROM)\b|(?<!\b(FOR|KEY|DO) )\bUPDATE \w+/;
/** A job for the queue is a row; of our own functions all write but those that are named here. */
const writingCall = /\bgraphile_worker\.add_job\(|\bgf_(?!checkpoint_of\b|newest_\w+)\w+\(/;

function modelsOf(root: string): Set<string> {
  const schema = readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8');
  const names = [...schema.matchAll(/^model (\w+)/gm)].map(([, name = '']) => name);
  return new Set(names.map((name) => name.charAt(0).toLowerCase() + name.slice(1)));
}

/** `tx.host.update`, for any model of the schema. */
function isModelWrite(node: ts.Node, models: ReadonlySet<string>): boolean {
  if (!ts.isPropertyAccessExpression(node) || !writeMethod.test(node.name.text)) return false;
  return ts.isPropertyAccessExpression(node.expression) && models.has(node.expression.name.text);
}

export function isWriteStatement(node: ts.Node): boolean {
  const isText =
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  return isText && (writeStatement.test(node.text) || writingCall.test(node.text));
}

function answerOf(node: ts.Node): ts.Node | undefined {
  if (ts.isReturnStatement(node)) return node.expression;
  return ts.isArrowFunction(node) && !ts.isBlock(node.body) ? node.body : undefined;
}

/** The functions whose answer is also the answer of this one: `return listPage(…)`. */
function delegatesOf(node: ts.Node): string[] {
  return [...nodesIn(node)].flatMap((part) => {
    const answer = answerOf(part);
    const call = answer && ts.isAwaitExpression(answer) ? answer.expression : answer;
    return call && ts.isCallExpression(call) && ts.isIdentifier(call.expression)
      ? [call.expression.text]
      : [];
  });
}

/** What stands in a declaration `verb({ … })` under one of its names. */
function declares(node: ts.Node, name: string): ts.Expression | undefined {
  const call = [...nodesIn(node)].find(
    (part): part is ts.CallExpression =>
      ts.isCallExpression(part) && ts.isIdentifier(part.expression) && part.expression.text === 'verb',
  );
  const [declaration] = call?.arguments ?? [];
  if (declaration === undefined || !ts.isObjectLiteralExpression(declaration)) return undefined;
  const member = declaration.properties.find((part) => part.name?.getText() === name);
  return member && ts.isPropertyAssignment(member) ? member.initializer : undefined;
}

function declaresRight(node: ts.Node): boolean {
  const right = declares(node, 'right');
  return right !== undefined && ts.isStringLiteral(right) && right.text !== 'anybody';
}

/** The action is named, and the work writes the entry that it is given for it. */
const auditsItself = (node: ts.Node): boolean =>
  declares(node, 'audit') !== undefined &&
  [...nodesIn(node)].some(
    (part) =>
      ts.isCallExpression(part) && ts.isIdentifier(part.expression) && part.expression.text === 'audit',
  );

/** A call further down does not count: there another verb authorises something else, for another actor perhaps. */
function authorisesItself(graph: CallGraph, file: string, name: string): boolean {
  const [own] = graph.reached(file, name);
  if (own === undefined) return false;
  if (declaresRight(own.node)) return true;
  const isCalled = (found: Reached) => graph.named(found).some(({ key }) => authorisations.has(key));
  const delegates = new Set(delegatesOf(own.node));
  const called = graph.named(own).filter(({ name: calledName }) => delegates.has(calledName));
  return [own, ...called].some(isCalled);
}

export type WritingVerb = { name: string; authorises: boolean; audits: boolean };

/** The verbs that the indexes of the services export, as far as they write anything but the audit log. */
export function writingVerbs(root: string): WritingVerb[] {
  // What makes a verb of a declaration authorises and audits, but only what the declaration says.
  const graph = new CallGraph(root, 'lib/server/verbs/');
  const models = modelsOf(root);
  const writes = ({ key, node }: Reached) =>
    !key.startsWith(auditRoom) &&
    [...nodesIn(node)].some((part) => isModelWrite(part, models) || isWriteStatement(part));
  const writers = new Map<string, boolean>();
  const isWriter = (reached: Reached) => {
    const known = writers.get(reached.key) ?? writes(reached);
    writers.set(reached.key, known);
    return known;
  };
  return readdirSync(path.join(root, services)).flatMap((entity) => {
    const index = `${services}/${entity}/index.ts`;
    return graph.valuesOf(index).flatMap((verb) => {
      const reached = graph.reached(index, verb);
      if (!reached.some(isWriter)) return [];
      const authorises = authorisesItself(graph, index, verb);
      const audits = reached.some(({ key, node }) => records.has(key) || auditsItself(node));
      return [{ name: `${entity}.${verb}`, authorises, audits }];
    });
  });
}
