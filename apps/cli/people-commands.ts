import { type Command, list, required, text, type Values } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { parseDuration, UsageError } from '@/apps/cli/usage';
import { isRole, ROLES, type Role } from '@/lib/domain/roles';
import {
  createApiToken,
  createOperator,
  disableOperator,
  listApiTokens,
  listOperators,
  resetPassword,
  revokeApiToken,
} from '@/lib/server/services/operator';

function roleOf(values: Values): Role {
  const role = required(values, 'role');
  if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not "${role}"`);
  return role;
}

const repeated = { type: 'string', multiple: true } as const;
const fabricsShown = (fabrics: readonly string[] | null) => fabrics?.join(', ') ?? 'all';

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
    does: 'signs an operator out everywhere and keeps them out',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await disableOperator({ ctx, input: { id } });
      return [];
    },
  },
  'operator reset-password': {
    usage: 'operator reset-password EMAIL|ID < password',
    does: 'sets a new password, read from standard input, and signs the operator out everywhere',
    words: 1,
    run: async ({ ctx, words: [id = ''], readPassword }) => {
      await resetPassword({ ctx, input: { id, password: await readPassword() } });
      return [];
    },
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
      const expiresInSeconds = parseDuration('expires', text(values, 'expires') ?? '90d');
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
    does: 'ends an API token at once',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await revokeApiToken({ ctx, input: { id } });
      return [];
    },
  },
};

export const peopleCommands: Record<string, Command> = { ...operators, ...apiTokens };
