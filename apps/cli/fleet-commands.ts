import { type Call, type Command, required, text, wholeNumber } from '@/apps/cli/command';
import { type Cell, nothing, table } from '@/apps/cli/output';
import { commandByRoute } from '@/apps/cli/registry-commands';
import { parseExpiry } from '@/apps/cli/usage';
import { commandOf } from '@/apps/cli/verb-command';
import type { HostList } from '@/lib/contracts/fleet';
import { ENROLLMENT_TOKEN_DAYS_AT_MOST } from '@/lib/contracts/procedures';
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

const fabrics: readonly Command[] = [
  commandOf(createFabric, {
    usage: 'fabric create NAME',
    does: 'makes a fabric: the hosts attested by one HGS cluster',
    example: 'fabric create PAR-Prod',
    input: ({ words: [name = ''] }) => ({ name }),
    lines: ({ id }) => [id],
  }),
  commandOf(renameFabric, {
    usage: 'fabric rename OLD NEW',
    does: 'gives a fabric another name; its hosts, tokens and past stay',
    example: 'fabric rename PAR-Prod PAR-1',
    input: ({ words: [fabric = '', name = ''] }) => ({ fabric, name }),
    lines: nothing,
  }),
  commandOf(listFabrics, {
    usage: 'fabric list',
    does: 'lists the fabrics',
    example: 'fabric list',
    input: () => ({ at: null }),
    lines: (rows) =>
      table(
        ['id', 'name', 'hosts'],
        rows.map((row) => [row.id, row.name, row.hosts]),
      ),
  }),
];

const enrollmentTokens: readonly Command[] = [
  commandOf(createEnrollmentToken, {
    usage: 'enrollment-token create --fabric NAME [--uses 1] [--expires 24h] [--allow-reenroll]',
    does: 'makes an enrolment token and prints it, once',
    example: 'enrollment-token create --fabric PAR-Prod --uses 32 --expires 48h',
    input: ({ values }) => ({
      fabric: required(values, 'fabric'),
      uses: wholeNumber(values, 'uses') ?? 1,
      expiresInSeconds: parseExpiry(text(values, 'expires') ?? '24h', ENROLLMENT_TOKEN_DAYS_AT_MOST),
      allowReenroll: values['allow-reenroll'] === true,
    }),
    lines: ({ token }) => [token],
  }),
  commandOf(listEnrollmentTokens, {
    usage: 'enrollment-token list',
    does: 'lists the enrolment tokens, without their secrets',
    example: 'enrollment-token list',
    lines: (rows) =>
      table(
        ['id', 'fabric', 'used', 'uses', 'expires', 'revoked', 'usable'],
        rows.map((row): Cell[] => [
          ...[row.id, row.fabric, row.used, row.uses, row.expiresAt, row.revokedAt, row.usable],
        ]),
      ),
  }),
  commandOf(revokeEnrollmentToken, {
    usage: 'enrollment-token revoke ID',
    does: 'ends an enrolment token; hosts that used it stay enrolled',
    example: 'enrollment-token revoke 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b',
    lines: nothing,
  }),
];

const listed = ({ hosts: rows }: HostList) =>
  table(
    ['id', 'name', 'fabric', 'state', 'reporting', 'last observed'],
    rows.map((host) => [
      ...[host.id, host.fqdn ?? host.hostname, host.fabric],
      ...[host.state, host.reporting, host.lastObservedAt],
    ]),
  );

const listing = {
  does: 'lists the hosts with their state, all of them or those that match',
  lines: listed,
  rows: 'hosts',
};

const hosts: readonly Command[] = [
  ...commandByRoute(listHosts, listing),
  commandOf(retireHost, {
    usage: 'host retire NAME|ID',
    does: 'takes a host out of the fleet; its past stays, its credential dies',
    example: 'host retire hv-par-012',
    lines: nothing,
  }),
  commandOf(mergeHosts, {
    usage: 'host merge NAME|ID INTO',
    does: 'says that two hosts are one machine: the first leaves the fleet, its past stays its own',
    example: 'host merge hv-par-012 hv-par-112',
    input: ({ words: [id = '', into = ''] }: Call) => ({ id, into }),
    lines: nothing,
  }),
  commandOf(allowReenroll, {
    usage: 'host allow-reenroll NAME|ID',
    does: 'lets a reinstalled host enrol again under its own id, for 24 hours; prints until when',
    example: 'host allow-reenroll hv-par-012',
    lines: ({ until }) => [until],
  }),
  commandOf(withdrawReenroll, {
    usage: 'host withdraw-reenroll NAME|ID',
    does: 'takes back that a host may enrol again, as long as it has not',
    example: 'host withdraw-reenroll hv-par-012',
    lines: nothing,
  }),
  commandOf(unlockHost, {
    usage: 'host unlock NAME|ID',
    does: 'unlocks a host whose earlier credential was used after its rotation',
    example: 'host unlock hv-par-012',
    lines: nothing,
  }),
];

export const fleetCommands: readonly Command[] = [...fabrics, ...enrollmentTokens, ...hosts];
