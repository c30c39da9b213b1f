import { type Command, list, required, text, type Values } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import { parseExpiry, UsageError } from '@/apps/cli/usage';
import { API_TOKEN_DAYS_AT_MOST, type EndedAccess } from '@/lib/contracts/administration';
import { isRole, ROLES, type Role } from '@/lib/domain/roles';
import { ServiceError } from '@/lib/server/errors';
import {
  createApiToken,
  createOperator,
  disableOperator,
  enableOperator,
  endOtherSessions,
  endSession,
  listApiTokens,
  listOperators,
  listSessions,
  prepareSetUp,
  resetPassword,
  revokeApiToken,
  updateOperator,
} from '@/lib/server/services/operator';

function roleOf(values: Values): Role {
  const role = required(values, 'role');
  if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not "${role}"`);
  return role;
}

const repeated = { type: 'string', multiple: true } as const;
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

const operators: Record<string, Command> = {
  'operator create': {
    usage: 'operator create --email E --role R [--name N] [--fabric F]... < password',
    does: 'makes an operator; the password is read from standard input',
    words: 0,
    options: {
      email: { type: 'string' },
      role: { type: 'string' },
      name: { type: 'string' },
      fabric: repeated,
    },
    run: async ({ ctx, values, readPassword }) => {
      const who = { email: required(values, 'email'), name: text(values, 'name'), role: roleOf(values) };
      const input = { ...who, fabrics: list(values, 'fabric'), password: await readPassword() };
      return [(await createOperator({ ctx, input })).id];
    },
  },
  'operator set-up': {
    usage: 'operator set-up',
    does: 'prints a new link that makes the first administrator; earlier links end',
    words: 0,
    run: async ({ ctx, env }) => {
      const token = await prepareSetUp({ ctx, input: { replaces: true } });
      if (token !== null) return [`${env.publicUrl}/set-up?token=${token}`];
      throw new ServiceError(
        'conflict',
        'There is an operator already: gf operator create makes another one',
      );
    },
  },
  'operator list': {
    usage: 'operator list',
    does: 'lists the operators',
    words: 0,
    run: async ({ ctx }) =>
      table(
        ['id', 'email', 'name', 'role', 'fabrics', 'disabled'],
        (await listOperators({ ctx })).map((row) => [
          row.id,
          row.email,
          row.name,
          row.role,
          fabricsShown(row.fabrics),
          row.disabledAt,
        ]),
      ),
  },
  'operator disable': {
    usage: 'operator disable EMAIL|ID',
    does: 'signs an operator out everywhere, keeps them out and ends the tokens they made; prints what else ended',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => alsoEnded(await disableOperator({ ctx, input: { id } })),
  },
  'operator enable': {
    usage: 'operator enable EMAIL|ID',
    does: 'lets a disabled operator sign in again; tokens that ended stay revoked',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await enableOperator({ ctx, input: { id } });
      return [];
    },
  },
  'operator set': {
    usage: 'operator set EMAIL|ID [--role R] [--fabric F]... [--all-fabrics]',
    does: 'changes the role, or which fabrics an operator sees; at once, and for the tokens they made too',
    words: 1,
    options: { role: { type: 'string' }, fabric: repeated, 'all-fabrics': { type: 'boolean' } },
    run: async ({ ctx, words: [id = ''], values }) => {
      const fabrics = fabricsOf(values);
      const role = values.role === undefined ? undefined : roleOf(values);
      if (role === undefined && fabrics === undefined)
        throw new UsageError('Give --role, --fabric or --all-fabrics: what is to change');
      await updateOperator({ ctx, input: { id, role, fabrics } });
      return [];
    },
  },
  'operator reset-password': {
    usage: 'operator reset-password EMAIL|ID < password',
    does: 'sets a new password, read from standard input, signs the operator out everywhere and ends the tokens they made; prints what else ended',
    words: 1,
    run: async ({ ctx, words: [id = ''], readPassword }) =>
      alsoEnded(await resetPassword({ ctx, input: { id, password: await readPassword() } })),
  },
};

const apiTokens: Record<string, Command> = {
  'api-token create': {
    usage: 'api-token create --name N --role R [--fabric F]... [--expires 90d]',
    does: 'makes an API token and prints it, once',
    words: 0,
    options: {
      name: { type: 'string' },
      role: { type: 'string' },
      fabric: repeated,
      expires: { type: 'string' },
    },
    run: async ({ ctx, values }) => {
      const expiresInSeconds = parseExpiry(text(values, 'expires') ?? '90d', API_TOKEN_DAYS_AT_MOST);
      const who = { name: required(values, 'name'), role: roleOf(values), fabrics: list(values, 'fabric') };
      return [(await createApiToken({ ctx, input: { ...who, expiresInSeconds } })).token];
    },
  },
  'api-token list': {
    usage: 'api-token list',
    does: 'lists the API tokens, without their secrets',
    words: 0,
    run: async ({ ctx }) =>
      table(
        ['id', 'name', 'role', 'fabrics', 'expires', 'revoked', 'last used'],
        (await listApiTokens({ ctx })).map((row) => [
          row.id,
          row.name,
          row.role,
          fabricsShown(row.fabrics),
          row.expiresAt,
          row.revokedAt,
          row.lastUsedAt,
        ]),
      ),
  },
  'api-token revoke': {
    usage: 'api-token revoke ID',
    does: 'ends an API token and the tokens made with it; prints what else ended, and the operators made with it',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => alsoEnded(await revokeApiToken({ ctx, input: { id } })),
  },
};

const sessions: Record<string, Command> = {
  'session list': {
    usage: 'session list',
    does: 'lists who is signed in',
    words: 0,
    run: async ({ ctx }) =>
      table(
        ['id', 'email', 'signed in', 'last seen', 'browser'],
        (await listSessions({ ctx })).map((row) => [
          row.id,
          row.email,
          row.signedInAt,
          row.lastSeenAt,
          [row.browser, row.system].filter(Boolean).join(', '),
        ]),
      ),
  },
  'session revoke': {
    usage: 'session revoke ID',
    does: 'signs one browser out at once',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await endSession({ ctx, input: { id } });
      return [];
    },
  },
  'session revoke-all': {
    usage: 'session revoke-all EMAIL|ID',
    does: 'signs one person out of every browser at once; prints how many',
    words: 1,
    run: async ({ ctx, words: [operator = ''] }) => [
      String((await endOtherSessions({ ctx, input: { operator } })).ended),
    ],
  },
};

export const peopleCommands: Record<string, Command> = { ...operators, ...apiTokens, ...sessions };
