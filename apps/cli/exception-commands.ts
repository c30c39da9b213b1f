import { type Call, type Command, list, required, text, type Values } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import { commandByRoute } from '@/apps/cli/registry-commands';
import { UsageError } from '@/apps/cli/usage';
import { commandOf, everyPage } from '@/apps/cli/verb-command';
import type { ExceptionList } from '@/lib/contracts/exception';
import {
  type ExceptionRow,
  GetExceptionInput,
  ListExceptionsInput,
  RenewExceptionInput,
  RequestExceptionInput,
} from '@/lib/contracts/exception';
import { MAX_LIMIT, parseHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import {
  approveException,
  getException,
  listExceptions,
  renewException,
  requestException,
  withdrawException,
} from '@/lib/server/services/exception';
import { describeSelection, findLiveHost } from '@/lib/server/services/host';

const allExceptions = (ctx: Ctx, asked: object): Promise<ExceptionList> =>
  everyPage('exceptions', (cursor) =>
    listExceptions({ ctx, input: parseInput(ListExceptionsInput, { ...asked, limit: MAX_LIMIT, cursor }) }),
  );

/** Finds an exception by its name, such as EX-0031, or by its id. The verb refuses an id that does not exist. */
async function idOf(ctx: Ctx, called: string): Promise<string> {
  const wanted = called.toUpperCase();
  const { exceptions } = await allExceptions(ctx, {});
  return exceptions.find(({ name }) => name === wanted)?.id ?? called;
}

async function chosenHosts(ctx: Ctx, values: Values) {
  const names = list(values, 'host');
  const filter = text(values, 'filter');
  if ((names === undefined) === (filter === undefined))
    throw new UsageError('Give --host for each host, or --filter for all that it matches now');
  if (names !== undefined) {
    const hosts = await Promise.all(names.map((name) => findLiveHost(ctx, name)));
    return { hosts: hosts.map(({ id }) => id) };
  }
  const reading = parseHostQuery(new URLSearchParams(filter));
  if (!reading.ok) throw new ServiceError('invalid_value', `filter: ${reading.message}`);
  const selection = await describeSelection({ ctx, input: { filter: reading.query.filter, at: null } });
  return { filter: selection.filter, count: selection.count, digest: selection.digest };
}

/** The dates and reasons as they were typed: the verb says what is wrong with them. */
const termsOf = (values: Values) => ({
  reason: required(values, 'reason'),
  reviewAt: required(values, 'review'),
  endsAt: required(values, 'ends'),
});

const told = ({ id, name, state }: Pick<ExceptionRow, 'id' | 'name' | 'state'>) =>
  table(['name', 'state', 'id'], [[name, state, id]]).slice(1);

const rowOf = (row: ExceptionRow): Cell[] => [
  ...[row.name, row.state, row.fabrics.join(', '), row.hosts.total, row.causes.join(', ')],
  ...[row.owner, row.endsAt, row.requestedBy.name, row.approvedBy?.name ?? null, row.id],
];

const HEAD = [
  'name',
  'state',
  'fabrics',
  'hosts',
  'causes',
  'owner',
  'ends',
  'requested by',
  'approved by',
  'id',
];

const byName = async ({ ctx, words: [called = ''] }: Call) => ({ id: await idOf(ctx, called) });

export const exceptionCommands: readonly Command[] = [
  ...commandByRoute(listExceptions, {
    does: 'lists exceptions, the newest request first',
    lines: ({ exceptions }: ExceptionList) => table(HEAD, exceptions.map(rowOf)),
    rows: 'exceptions',
  }),
  commandOf(getException, {
    usage: 'exception show NAME|ID [--at T]',
    does: 'prints one of them with its hosts, as it is or as it was at a time',
    example: 'exception show EX-0031',
    input: async (call) =>
      parseInput(GetExceptionInput, { ...(await byName(call)), at: text(call.values, 'at') ?? null }),
  }),
  commandOf(requestException, {
    usage:
      'exception request (--host H... | --filter F) --cause C... --reason R --control C --owner O --review T --ends T',
    does: 'asks for an exception; a person approves it in the console',
    example:
      'exception request --host hv-par-012 --cause BitLocker --reason "The disks are replaced" --control "Locked room" --owner "Ops Paris" --review 2026-12-15T09:00Z --ends 2026-12-31T09:00Z',
    input: async ({ ctx, values }) => {
      const terms = {
        control: required(values, 'control'),
        owner: required(values, 'owner'),
        ...termsOf(values),
      };
      const chosen = await chosenHosts(ctx, values);
      return parseInput(RequestExceptionInput, { ...chosen, causes: list(values, 'cause') ?? [], ...terms });
    },
    lines: (asked, { log }) => {
      const ahead = asked.ifApproved?.causesAhead ?? [];
      if (ahead.length > 0)
        log(`No host of it has ${ahead.join(', ')} now: it would except failures that are still to come.`);
      return told(asked);
    },
  }),
  commandOf(approveException, {
    usage: 'exception approve NAME|ID',
    does: 'is refused: only a person approves, in the console or with their session',
    example: 'exception approve EX-0031',
    input: byName,
    lines: told,
  }),
  commandOf(withdrawException, {
    usage: 'exception withdraw NAME|ID',
    does: 'takes back a request, or ends an exception before its time',
    example: 'exception withdraw EX-0031',
    input: byName,
    lines: told,
  }),
  commandOf(renewException, {
    usage: 'exception renew NAME|ID --reason R --review T --ends T',
    does: 'asks for another one that follows it and is approved anew',
    example:
      'exception renew EX-0031 --reason "The disks are late" --review 2027-01-15T09:00Z --ends 2027-01-31T09:00Z',
    input: async (call) => {
      const terms = termsOf(call.values);
      return parseInput(RenewExceptionInput, { ...(await byName(call)), ...terms });
    },
    lines: told,
  }),
];
