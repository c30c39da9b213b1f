import { type Command, list, required, text, type Values } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import { UsageError } from '@/apps/cli/usage';
import type { ExceptionList } from '@/lib/contracts/exception';
import {
  type ExceptionRow,
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
  listExceptions,
  renewException,
  requestException,
  withdrawException,
} from '@/lib/server/services/exception';
import { describeSelection, findLiveHost } from '@/lib/server/services/host';

/** All pages: a list that ends at a limit says nothing about what it left out. */
async function allExceptions(ctx: Ctx, asked: object): Promise<ExceptionRow[]> {
  const rows: ExceptionRow[] = [];
  let cursor: string | null = null;
  do {
    const input = parseInput(ListExceptionsInput, { ...asked, limit: MAX_LIMIT, cursor });
    const page: ExceptionList = await listExceptions({ ctx, input });
    rows.push(...page.exceptions);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

/** Finds an exception by its name, such as EX-0031, or by its id. The verb refuses an id that does not exist. */
async function idOf(ctx: Ctx, called: string): Promise<string> {
  const wanted = called.toUpperCase();
  const found = (await allExceptions(ctx, {})).find(({ name }) => name === wanted);
  return found?.id ?? called;
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

const TERMS = { reason: { type: 'string' }, review: { type: 'string' }, ends: { type: 'string' } } as const;

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

export const exceptionCommands: Record<string, Command> = {
  'exception list': {
    usage: 'exception list [--state S]... [--fabric F]... [--ending-before T]',
    does: 'lists exceptions, the newest request first',
    words: 0,
    options: {
      state: { type: 'string', multiple: true },
      fabric: { type: 'string', multiple: true },
      'ending-before': { type: 'string' },
    },
    run: async ({ ctx, values }) => {
      const [state = [], fabric = []] = [list(values, 'state'), list(values, 'fabric')];
      const asked = { state, fabric, endingBefore: text(values, 'ending-before') ?? null };
      return table(HEAD, (await allExceptions(ctx, asked)).map(rowOf));
    },
  },
  'exception request': {
    usage:
      'exception request (--host H... | --filter F) --cause C... --reason R --control C --owner O --review T --ends T',
    does: 'asks for an exception; a person approves it in the console',
    words: 0,
    options: {
      host: { type: 'string', multiple: true },
      filter: { type: 'string' },
      cause: { type: 'string', multiple: true },
      control: { type: 'string' },
      owner: { type: 'string' },
      ...TERMS,
    },
    run: async ({ ctx, values, log }) => {
      const causes = list(values, 'cause') ?? [];
      const terms = {
        control: required(values, 'control'),
        owner: required(values, 'owner'),
        ...termsOf(values),
      };
      const input = parseInput(RequestExceptionInput, {
        ...(await chosenHosts(ctx, values)),
        causes,
        ...terms,
      });
      const asked = await requestException({ ctx, input });
      const ahead = asked.ifApproved?.causesAhead ?? [];
      if (ahead.length > 0)
        log(`No host of it has ${ahead.join(', ')} now: it would except failures that are still to come.`);
      return told(asked);
    },
  },
  'exception approve': {
    usage: 'exception approve NAME|ID',
    does: 'is refused: only a person approves, in the console or with their session',
    words: 1,
    run: async ({ ctx, words: [called = ''] }) =>
      told(await approveException({ ctx, input: { id: await idOf(ctx, called) } })),
  },
  'exception withdraw': {
    usage: 'exception withdraw NAME|ID',
    does: 'takes back a request, or ends an exception before its time',
    words: 1,
    run: async ({ ctx, words: [called = ''] }) =>
      told(await withdrawException({ ctx, input: { id: await idOf(ctx, called) } })),
  },
  'exception renew': {
    usage: 'exception renew NAME|ID --reason R --review T --ends T',
    does: 'asks for another one that follows it and is approved anew',
    words: 1,
    options: TERMS,
    run: async ({ ctx, words: [called = ''], values }) => {
      const terms = termsOf(values);
      const input = parseInput(RenewExceptionInput, { id: await idOf(ctx, called), ...terms });
      return told(await renewException({ ctx, input }));
    },
  },
};
