// What prisma/schema.prisma says of the database, in the words in which PostgreSQL says it.

const TYPES: Readonly<Record<string, string>> = {
  BigInt: 'bigint',
  Boolean: 'boolean',
  Bytes: 'bytea',
  Int: 'integer',
  'Int @db.SmallInt': 'smallint',
  Json: 'jsonb',
  String: 'text',
  'String @db.Uuid': 'uuid',
  'DateTime @db.Date': 'date',
  'DateTime @db.Timestamptz(3)': 'timestamp(3) with time zone',
};

type Block = { name: string; table: string; lines: readonly string[] };

/** Models or enums: one thing a line, without remarks. */
function blocksOf(schema: string, keyword: 'model' | 'enum'): Block[] {
  return [...schema.matchAll(new RegExp(`^${keyword} (\\w+) \\{\\n(.*?)^\\}`, 'gms'))].map(
    ([, name = '', body = '']) => {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
      if (table === undefined) throw new Error(`${name} does not say which table or type it is`);
      const lines = body.split('\n').map((line) => line.trim());
      return { name, table, lines: lines.filter((line) => line !== '' && !/^\/\/(?! SQL: )/.test(line)) };
    },
  );
}

type Names = { tables: ReadonlyMap<string, string>; enums: ReadonlyMap<string, string> };
type Field = { name: string; column: string; type: string; rest: string };

const isField = (line: string) => /^\w/.test(line);

function fieldOf(line: string): Field {
  const [, name = '', type = '', rest = ''] =
    /^(\w+)\s+(Unsupported\("\w+"\)\??|\S+)\s*(.*)$/.exec(line) ?? [];
  return { name, type, rest, column: /(?<!@)@map\("(\w+)"\)/.exec(rest)?.[1] ?? name };
}

function typeOf({ type, rest }: Field, { enums }: Names): string {
  const [, bare = '', isList] = /^(.*?)(\[\])?\??$/.exec(type) ?? [];
  const own = /^Unsupported\("(\w+)"\)$/.exec(bare)?.[1] ?? enums.get(bare);
  const native = /@db\.\w+(\(\d+\))?/.exec(rest)?.[0];
  const known = own ?? TYPES[native === undefined ? bare : `${bare} ${native}`];
  if (known === undefined) throw new Error(`Nothing is known of the type ${type} ${native ?? ''}`);
  return `${known}${isList ?? ''}`;
}

function defaultOf({ rest }: Field): string {
  const given = /@default\((\w+\(\)|dbgenerated\("(.*?)"\)|\w+)\)/.exec(rest);
  if (given === null) return '';
  return given[1] === 'autoincrement()' ? ' identity' : ` default ${given[2] ?? given[1]}`;
}

/** Prisma has no lists that may be null: such a column reads as an empty one. */
function columnLine(table: string, field: Field, names: Names): string {
  const nullable = field.type.endsWith('[]') ? '' : field.type.endsWith('?') ? ' null' : ' not null';
  return `${table}.${field.column} ${typeOf(field, names)}${nullable}${defaultOf(field)}`;
}

/** `hostId, validFrom(sort: Desc)`, as columns of an index. */
function keyOf(list: string, fields: readonly Field[]): string {
  const columnOf = (name: string) => fields.find((field) => field.name === name)?.column ?? name;
  return [...list.matchAll(/(\w+)(?:\((?:sort: (\w+)|ops: raw\("(\w+)"\))\))?(?:, |$)/g)]
    .map(
      ([, name = '', sort, ops]) =>
        `${columnOf(name)}${sort ? ` ${sort.toUpperCase()}` : ''}${ops ? ` ${ops}` : ''}`,
    )
    .join(', ');
}

function indexLines({ table, lines }: Block, fields: readonly Field[]): string[] {
  const single = fields.flatMap(({ name, rest }) => {
    const kind = /@(id|unique)\b/.exec(rest)?.[1];
    return kind === undefined ? [] : [`@@${kind}([${name}])`];
  });
  return [...single, ...lines].flatMap((line) => {
    const [, kind, list = '', rest = ''] = /^@@(id|unique|index)\(\[(.*)\](.*)\)$/.exec(line) ?? [];
    if (kind === undefined) return [];
    const key = keyOf(list, fields);
    const named = /map: "(\w+)"/.exec(rest)?.[1];
    const name = named ?? (kind === 'id' ? `${table}_pkey` : `${table}_${key.split(', ').join('_')}_key`);
    const method = (/type: (\w+)/.exec(rest)?.[1] ?? 'btree').toLowerCase();
    const index = `${kind === 'index' ? '' : 'UNIQUE '}INDEX ${name} ON ${table} USING ${method} (${key})`;
    return kind === 'id' ? [index, `${table} PRIMARY KEY (${key})`] : [index];
  });
}

function foreignKeyLines({ table }: Block, fields: readonly Field[], { tables }: Names): string[] {
  return fields.flatMap(({ type, rest }) => {
    const [, own, theirs = '', onDelete] =
      /@relation\((?:"\w+", )?fields: \[(\w+)\], references: \[(\w+)\], onDelete: (\w+)/.exec(rest) ?? [];
    if (own === undefined) return [];
    const key = `FOREIGN KEY (${keyOf(own, fields)}) REFERENCES ${tables.get(type.replace('?', ''))}(${theirs})`;
    return [
      `${table} ${key}${onDelete === 'NoAction' ? '' : ` ON DELETE ${onDelete?.replace(/(?<=[a-z])(?=[A-Z])/, ' ').toUpperCase()}`}`,
    ];
  });
}

/** What Prisma has no words for, as PostgreSQL prints it. */
function sqlLines({ table, lines }: Block): string[] {
  return lines.flatMap((line) => {
    const sql = /^\/\/ SQL: (.*)$/.exec(line)?.[1];
    if (sql === undefined) return [];
    return [/^(UNIQUE )?INDEX /.test(sql) ? sql : `${table} ${sql}`];
  });
}

/** Every table, column, key, index, check and enum, a line each. */
export function describedSchema(schema: string): string[] {
  const models = blocksOf(schema, 'model');
  const enums = blocksOf(schema, 'enum');
  const namesOf = (blocks: readonly Block[]) => new Map(blocks.map(({ name, table }) => [name, table]));
  const names = { tables: namesOf(models), enums: namesOf(enums) };
  const isRelation = ({ type }: Field) => names.tables.has(type.replace(/[[\]?]+$/, ''));
  return [
    ...enums.map(({ table, lines }) => `enum ${table} ${lines.filter(isField).join(' ')}`),
    ...models.flatMap((model) => {
      const fields = model.lines.filter(isField).map(fieldOf);
      return [
        `table ${model.table}`,
        ...fields.filter((field) => !isRelation(field)).map((field) => columnLine(model.table, field, names)),
        ...indexLines(model, fields),
        ...foreignKeyLines(model, fields, names),
        ...sqlLines(model),
      ];
    }),
  ].sort();
}
