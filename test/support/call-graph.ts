import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A function, constant or class at the top level of a file: what it is made of, and what it names. */
type Declaration = { node: ts.Node; names: ReadonlySet<string> };

type Source = {
  declarations: ReadonlyMap<string, Declaration>;
  /** What each imported or re-exported name stands for. */
  imports: ReadonlyMap<string, { file: string; name: string }>;
};

export type Reached = { key: string; node: ts.Node };

function bodiesOf(statement: ts.Statement): [string, ts.Node][] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
    return [[statement.name.text, statement]];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declared): [string, ts.Node][] =>
    ts.isIdentifier(declared.name) ? [[declared.name.text, declared]] : [],
  );
}

export function* nodesIn(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesIn(child);
}

/** Names, but not those of properties: `tx.host.update` names `tx`. */
function namesIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  for (const found of nodesIn(node)) {
    if (!ts.isIdentifier(found)) continue;
    if (ts.isPropertyAccessExpression(found.parent) && found.parent.name === found) continue;
    names.add(found.text);
  }
  return names;
}

/** The parts of `import { a as b }` and `export { a as b }`. */
function specifiersOf(statement: ts.Statement) {
  if (ts.isImportDeclaration(statement)) {
    const named = statement.importClause?.namedBindings;
    return named && ts.isNamedImports(named) ? [...named.elements] : [];
  }
  if (!ts.isExportDeclaration(statement) || !statement.exportClause) return [];
  return ts.isNamedExports(statement.exportClause) ? [...statement.exportClause.elements] : [];
}

/**
 * Which top-level declarations name which, across the files of `root`. It reads syntax alone, which takes a second where a
 * type checker takes half a minute, so a name counts as used wherever it stands.
 */
export class CallGraph {
  private readonly sources = new Map<string, Source>();

  /** `end`: a folder whose files are not looked into. */
  constructor(
    private readonly root: string,
    private readonly end?: string,
  ) {}

  /** The names in a file that stand for a value. Of an index these are what it exports. */
  valuesOf(file: string): string[] {
    const { imports, declarations } = this.source(file);
    return [...imports.keys(), ...declarations.keys()].filter((name) => this.find(file, name) !== undefined);
  }

  /** The declaration itself and everything that it reaches, each once. */
  reached(file: string, name: string): Reached[] {
    const reached = new Map<string, Reached>();
    const open = [{ file, name }];
    for (let next = open.pop(); next; next = open.pop()) {
      const found = this.find(next.file, next.name);
      if (!found || reached.has(found.key)) continue;
      reached.set(found.key, found);
      for (const named of found.names) open.push({ file: found.file, name: named });
    }
    return [...reached.values()];
  }

  /** What a declaration names itself, by the name that it has there. */
  named({ key, node }: Reached): (Reached & { name: string })[] {
    const file = key.slice(0, key.indexOf('#'));
    return [...namesIn(node)].flatMap((name) => {
      const found = this.find(file, name);
      return found ? [{ key: found.key, node: found.node, name }] : [];
    });
  }

  private find(
    file: string,
    name: string,
  ): (Reached & { file: string; names: Iterable<string> }) | undefined {
    const { declarations, imports } = this.source(file);
    const declared = declarations.get(name);
    if (declared) return { ...declared, key: `${file}#${name}`, file };
    const origin = imports.get(name);
    return origin && this.find(origin.file, origin.name);
  }

  private source(file: string): Source {
    const known = this.sources.get(file) ?? this.read(file);
    this.sources.set(file, known);
    return known;
  }

  private read(file: string): Source {
    const text = readFileSync(path.join(this.root, file), 'utf8');
    const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const bodies = statements.flatMap(bodiesOf);
    return {
      declarations: new Map(bodies.map(([name, node]) => [name, { node, names: namesIn(node) }])),
      imports: new Map(statements.flatMap((statement) => this.importsOf(file, statement))),
    };
  }

  private importsOf(file: string, statement: ts.Statement): [string, { file: string; name: string }][] {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    const target = specifier && ts.isStringLiteral(specifier) ? this.fileOf(file, specifier.text) : undefined;
    if (!target) return [];
    return specifiersOf(statement).map((part) => [
      part.name.text,
      { file: target, name: (part.propertyName ?? part.name).text },
    ]);
  }

  /** Undefined for a package and for what is generated. */
  private fileOf(from: string, specifier: string): string | undefined {
    if (!/^(@\/lib|\.)/.test(specifier)) return undefined;
    const stem = specifier.startsWith('@/')
      ? specifier.slice(2)
      : path.posix.join(path.posix.dirname(from), specifier);
    if (this.end !== undefined && stem.startsWith(this.end)) return undefined;
    return [`${stem}.ts`, `${stem}/index.ts`].find((file) => existsSync(path.join(this.root, file)));
  }
}
