import { type Call, type Command, list, required, text, type Values } from '@/apps/cli/command';
import { type Cell, nothing, table } from '@/apps/cli/output';
import { parseExpiry, UsageError } from '@/apps/cli/usage';
import { commandOf } from '@/apps/cli/verb-command';
import { API_TOKEN_DAYS_AT_MOST, type EndedAccess } from '@/lib/contracts/administration';
import { isRole, ROLES, type Role } from '@/lib/domain/roles';
import { ServiceError } from '@/lib/server/errors';
import {
  changeOperator,
  createApiToken,
  createOperator,
  disableOperator,
  enableOperator,
  endOtherSessions,
  endSession,
  listApiTokens,
  listOperators,
  listSessions,
  makeOperator,
  prepareSetUp,
  renewPassword,
  resetPassword,
  revokeApiToken,
} from '@/lib/server/services/operator';

function roleOf(values: Values): Role {
  const role = required(values, 'role');
  if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not "${role}"`);
  return role;
}

const whoOf = (values: Values) => ({
  email: required(values, 'email'),
  name: text(values, 'name'),
  role: roleOf(values),
  fabrics: list(values, 'fabric'),
});

/** Somebody, by the e-mail address or the id. */
const byWord = ({ words: [id = ''] }: Call) => ({ id });

const fabricsShown = (fabrics: readonly string[] | null) => fabrics?.join(', ') ?? 'all';

/** What ended besides what was named, and who came by it; nothing where that is nothing. */
function alsoEnded({ apiTokens, enrollmentTokens, operators }: EndedAccess): string[] {
  const rows: Cell[][] = [
    ...apiTokens.map(({ id, name }) => ['api-token', id, name, 'revoked']),
    ...enrollmentTokens.map(({ id, name }) => ['enrollment-token', id, name, 'revoked']),
    ...operators.map(({ id, name }) => ['operator', id, name, 'made by it, still enabled']),
  ];
  return rows.length > 0 ? table(['kind', 'id', 'name', 'is now'], rows) : [];
}

/** Undefined: as they are; null: all. */
function fabricsOf(values: Values): string[] | null | undefined {
  const named = list(values, 'fabric');
  if (values['all-fabrics'] !== true) return named;
  if (named) throw new UsageError('Give either --fabric or --all-fabrics');
  return null;
}

const noOtherLink = new ServiceError(
  'conflict',
  'There is an operator already: gf operator create makes another one',
);

const operators: readonly Command[] = [
  commandOf(createOperator, {
    usage: 'operator create --email E --role R [--name N] [--fabric F]... < password',
    does: 'makes an operator; the password is read from standard input',
    example: 'operator create --email ada@fab.example --role operator --fabric PAR-Prod < password',
    input: async ({ values, readPassword }) => ({ ...whoOf(values), password: await readPassword() }),
    lines: ({ id }) => [id],
  }),
  commandOf(makeOperator, {
    usage: 'operator invite --email E --role R [--name N] [--fabric F]...',
    does: 'makes an operator, and prints once the link by which the person sets a password',
    example: 'operator invite --email ada@fab.example --role operator',
    input: ({ values }) => whoOf(values),
    lines: ({ invitation }) => (invitation === null ? [] : [invitation.link]),
  }),
  {
    usage: 'operator set-up',
    does: 'prints a new link that makes the first administrator; earlier links end',
    example: 'operator set-up',
    run: async ({ ctx, env }) => {
      const token = await prepareSetUp({ ctx, input: { replaces: true } });
      if (token === null) throw noOtherLink;
      const link = `${env.publicUrl}/set-up?token=${token}`;
      return { answer: { link }, lines: [link] };
    },
  },
  commandOf(listOperators, {
    usage: 'operator list',
    does: 'lists the operators',
    example: 'operator list',
    lines: (rows) =>
      table(
        ['id', 'email', 'name', 'role', 'fabrics', 'disabled'],
        rows.map((row) => [
          ...[row.id, row.email, row.name, row.role, fabricsShown(row.fabrics), row.disabledAt],
        ]),
      ),
  }),
  commandOf(disableOperator, {
    usage: 'operator disable EMAIL|ID',
    does: 'signs an operator out everywhere, keeps them out and ends the tokens they made; prints what else ended',
    example: 'operator disable ada@fab.example',
    input: byWord,
    lines: alsoEnded,
  }),
  commandOf(enableOperator, {
    usage: 'operator enable EMAIL|ID',
    does: 'lets a disabled operator sign in again; tokens that ended stay revoked',
    example: 'operator enable ada@fab.example',
    input: byWord,
    lines: nothing,
  }),
  commandOf(changeOperator, {
    usage: 'operator set EMAIL|ID [--role R] [--fabric F]... [--all-fabrics]',
    does: 'changes the role, or which fabrics an operator sees; at once, and for the tokens they made too',
    example: 'operator set ada@fab.example --role auditor --all-fabrics',
    input: ({ words: [id = ''], values }) => {
      const fabrics = fabricsOf(values);
      const role = values.role === undefined ? undefined : roleOf(values);
      if (role === undefined && fabrics === undefined)
        throw new UsageError('Give --role, --fabric or --all-fabrics: what is to change');
      return { id, role, fabrics };
    },
    lines: nothing,
  }),
  commandOf(resetPassword, {
    usage: 'operator reset-password EMAIL|ID < password',
    does: 'sets a new password, read from standard input, signs the operator out everywhere and ends the tokens they made; prints what else ended',
    example: 'operator reset-password ada@fab.example < password',
    input: async ({ words: [id = ''], readPassword }) => ({ id, password: await readPassword() }),
    lines: alsoEnded,
  }),
  commandOf(renewPassword, {
    usage: 'operator reset-link EMAIL|ID',
    does: 'ends all access of an operator as reset-password does, and prints once the link by which the person sets a password',
    example: 'operator reset-link ada@fab.example',
    input: byWord,
    lines: ({ invitation, ended }, { log }) => {
      for (const line of alsoEnded(ended)) log(line);
      return invitation === null ? [] : [invitation.link];
    },
  }),
];

const apiTokens: readonly Command[] = [
  commandOf(createApiToken, {
    usage: 'api-token create --name N --role R [--fabric F]... [--expires 90d]',
    does: 'makes an API token and prints it, once',
    example: 'api-token create --name prometheus --role viewer --expires 365d',
    input: ({ values }) => {
      const expiresInSeconds = parseExpiry(text(values, 'expires') ?? '90d', API_TOKEN_DAYS_AT_MOST);
      const who = { name: required(values, 'name'), role: roleOf(values), fabrics: list(values, 'fabric') };
      return { ...who, expiresInSeconds };
    },
    lines: ({ token }) => [token],
  }),
  commandOf(listApiTokens, {
    usage: 'api-token list',
    does: 'lists the API tokens, without their secrets',
    example: 'api-token list',
    lines: (rows) =>
      table(
        ['id', 'name', 'role', 'fabrics', 'expires', 'revoked', 'last used'],
        rows.map((row) => [
          ...[row.id, row.name, row.role, fabricsShown(row.fabrics)],
          ...[row.expiresAt, row.revokedAt, row.lastUsedAt],
        ]),
      ),
  }),
  commandOf(revokeApiToken, {
    usage: 'api-token revoke ID',
    does: 'ends an API token and the tokens made with it; prints what else ended, and the operators made with it',
    example: 'api-token revoke 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b',
    lines: alsoEnded,
  }),
];

const sessions: readonly Command[] = [
  commandOf(listSessions, {
    usage: 'session list',
    does: 'lists who is signed in',
    example: 'session list',
    lines: (rows) =>
      table(
        ['id', 'email', 'signed in', 'last seen', 'browser'],
        rows.map((row) => [
          ...[row.id, row.email, row.signedInAt, row.lastSeenAt],
          [row.browser, row.system].filter(Boolean).join(', '),
        ]),
      ),
  }),
  commandOf(endSession, {
    usage: 'session revoke ID',
    does: 'signs one browser out at once',
    example: 'session revoke 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b',
    lines: nothing,
  }),
  commandOf(endOtherSessions, {
    usage: 'session revoke-all EMAIL|ID',
    does: 'signs one person out of every browser at once; prints how many',
    example: 'session revoke-all ada@fab.example',
    input: ({ words: [operator = ''] }) => ({ operator }),
    lines: ({ ended }) => [String(ended)],
  }),
];

export const peopleCommands: readonly Command[] = [...operators, ...apiTokens, ...sessions];
