import { type Command, required, text } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import { parseCount, parseExpiry } from '@/apps/cli/usage';
import type { HostList } from '@/lib/contracts/fleet';
import { ENROLLMENT_TOKEN_DAYS_AT_MOST } from '@/lib/contracts/procedures';
import { defaultHostQuery, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import {
  createEnrollmentToken,
  listEnrollmentTokens,
  revokeEnrollmentToken,
} from '@/lib/server/services/enrollment';
import { createFabric, listFabrics, renameFabric } from '@/lib/server/services/fabric';
import {
  allowReenroll,
  listHosts,
  mergeHosts,
  retireHost,
  unlockHost,
  withdrawReenroll,
} from '@/lib/server/services/host';

const fabrics: Record<string, Command> = {
  'fabric create': {
    usage: 'fabric create NAME',
    does: 'makes a fabric: the hosts attested by one HGS cluster',
    words: 1,
    run: async ({ ctx, words: [name = ''] }) => [(await createFabric({ ctx, input: { name } })).id],
  },
  'fabric rename': {
    usage: 'fabric rename OLD NEW',
    does: 'gives a fabric another name; its hosts, tokens and past stay',
    words: 2,
    run: async ({ ctx, words: [fabric = '', name = ''] }) => {
      await renameFabric({ ctx, input: { fabric, name } });
      return [];
    },
  },
  'fabric list': {
    usage: 'fabric list',
    does: 'lists the fabrics',
    words: 0,
    run: async ({ ctx }) =>
      table(
        ['id', 'name', 'hosts'],
        (await listFabrics({ ctx, input: { at: null } })).map((row) => [row.id, row.name, row.hosts]),
      ),
  },
};

const enrollmentTokens: Record<string, Command> = {
  'enrollment-token create': {
    usage: 'enrollment-token create --fabric NAME [--uses 1] [--expires 24h] [--allow-reenroll]',
    does: 'makes an enrolment token and prints it, once',
    words: 0,
    options: {
      fabric: { type: 'string' },
      uses: { type: 'string' },
      expires: { type: 'string' },
      'allow-reenroll': { type: 'boolean' },
    },
    run: async ({ ctx, values }) => {
      const input = {
        fabric: required(values, 'fabric'),
        uses: parseCount('uses', text(values, 'uses') ?? '1'),
        expiresInSeconds: parseExpiry(text(values, 'expires') ?? '24h', ENROLLMENT_TOKEN_DAYS_AT_MOST),
        allowReenroll: values['allow-reenroll'] === true,
      };
      return [(await createEnrollmentToken({ ctx, input })).token];
    },
  },
  'enrollment-token list': {
    usage: 'enrollment-token list',
    does: 'lists the enrolment tokens, without their secrets',
    words: 0,
    run: async ({ ctx }) =>
      table(
        ['id', 'fabric', 'used', 'uses', 'expires', 'revoked', 'usable'],
        (await listEnrollmentTokens({ ctx })).map((row) => [
          row.id,
          row.fabric,
          row.used,
          row.uses,
          row.expiresAt,
          row.revokedAt,
          row.usable,
        ]),
      ),
  },
  'enrollment-token revoke': {
    usage: 'enrollment-token revoke ID',
    does: 'ends an enrolment token; hosts that used it stay enrolled',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await revokeEnrollmentToken({ ctx, input: { id } });
      return [];
    },
  },
};

/** All pages: a list that ends at a limit says nothing about what it left out. */
async function hostRows(ctx: Ctx): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  let cursor: string | null = null;
  do {
    const page: HostList = await listHosts({
      ctx,
      input: { ...defaultHostQuery(), limit: MAX_LIMIT, cursor },
    });
    for (const host of page.hosts)
      rows.push([
        host.id,
        host.fqdn ?? host.hostname,
        host.fabric,
        host.state,
        host.reporting,
        host.lastObservedAt,
      ]);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

const hosts: Record<string, Command> = {
  'host list': {
    usage: 'host list',
    does: 'lists the hosts with their state',
    words: 0,
    run: async ({ ctx }) =>
      table(['id', 'name', 'fabric', 'state', 'reporting', 'last observed'], await hostRows(ctx)),
  },
  'host retire': {
    usage: 'host retire NAME|ID',
    does: 'takes a host out of the fleet; its past stays, its credential dies',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await retireHost({ ctx, input: { id } });
      return [];
    },
  },
  'host merge': {
    usage: 'host merge NAME|ID INTO',
    does: 'says that two hosts are one machine: the first leaves the fleet, its past stays its own',
    words: 2,
    run: async ({ ctx, words: [id = '', into = ''] }) => {
      await mergeHosts({ ctx, input: { id, into } });
      return [];
    },
  },
  'host allow-reenroll': {
    usage: 'host allow-reenroll NAME|ID',
    does: 'lets a reinstalled host enrol again under its own id, for 24 hours; prints until when',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => [(await allowReenroll({ ctx, input: { id } })).until],
  },
  'host withdraw-reenroll': {
    usage: 'host withdraw-reenroll NAME|ID',
    does: 'takes back that a host may enrol again, as long as it has not',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await withdrawReenroll({ ctx, input: { id } });
      return [];
    },
  },
  'host unlock': {
    usage: 'host unlock NAME|ID',
    does: 'unlocks a host whose earlier credential was used after its rotation',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => {
      await unlockHost({ ctx, input: { id } });
      return [];
    },
  },
};

export const fleetCommands: Record<string, Command> = { ...fabrics, ...enrollmentTokens, ...hosts };
