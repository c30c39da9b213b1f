import { z } from 'zod';
import { bodyGiven } from '@/apps/cli/body';
import type { Call, Command, Values } from '@/apps/cli/command';
import { everyPage, type Page } from '@/apps/cli/every-page';
import { EXAMPLES } from '@/apps/cli/examples';
import { linesOf } from '@/apps/cli/plain-text';
import { UsageError } from '@/apps/cli/usage';
import { callVerb, doesOf, toldByApi } from '@/apps/cli/verb-command';
import { TimeText } from '@/lib/contracts/time';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { isUuid } from '@/lib/contracts/words/text';
import {
  addressWords,
  bodyMembers,
  partsOf,
  ROUTED,
  type Routed,
  readInput,
} from '@/lib/server/doors/routed';
import { isServiceError } from '@/lib/server/errors';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { parseInput } from '@/lib/server/request/parse-input';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';
import { findLiveHost } from '@/lib/server/services/host';
import { innermost, type Parameters, readAll, wordsOf } from '@/lib/server/verbs/words';
import { isRecord } from '@/lib/util/guards';

// Each verb that programs can ask by an address, as a command.

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isPlural = (part: string | undefined) => part?.endsWith('s') ?? false;
const singular = (part: string) => part.replace(/s$/, '');

/** What a command is called: see docs/decisions/verbs.md. */
export function nameOfRouted({ method, url, route, name }: Routed): string {
  const parts = url.replace('/api/v1/', '').split('/');
  const [verb = ''] = kebab(route.operation ?? name).split('-');
  const isBehind = (index: number) => isPlural(parts[index]) && parts[index - 1]?.startsWith(':');
  const begin =
    verb === 'get'
      ? 0
      : Math.max(
          0,
          parts.findLastIndex((_, index) => isBehind(index)),
        );
  const behind = parts.slice(begin + 1).filter((part) => !part.startsWith(':'));
  const first = parts[begin] ?? '';
  if (!isPlural(first) && route.tag !== undefined)
    return [singular(route.tag), [first, ...behind].join('-')].join(' ');
  const said = verb === first ? 'find' : verb === 'get' ? 'show' : verb;
  const doing = method === 'DELETE' || behind.length === 0 ? [said] : [];
  return [singular(first), [...doing, ...behind].join('-')].join(' ');
}

const MOST_IN_USAGE = 60;

type Option = { name: string; word: string; isNeeded: boolean; isRepeated: boolean; value: string };

/** A word as an option; nothing where it is more than a value, or a secret, which is never an argument. */
function optionOf([word, schema]: [string, z.ZodType]): Option[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const alternatives = described.anyOf ?? [described];
  const single = alternatives.find(
    ({ type }) => type === 'string' || type === 'number' || type === 'integer',
  );
  if (single === undefined || word === 'password') return [];
  const closed = (single.enum ?? []).join('|');
  const isTime = innermost(schema) === TimeText;
  const kind = isTime ? 'TIME' : single.type === 'string' ? kebab(word).toUpperCase() : 'N';
  return [
    {
      word,
      name: kebab(word),
      isNeeded: !schema.safeParse(undefined).success,
      isRepeated: alternatives.some(({ type }) => type === 'array'),
      value: closed !== '' && closed.length <= MOST_IN_USAGE ? closed : kind,
    },
  ];
}

const BODY = '--body FILE|-';

function usageOf(routed: Routed, options: readonly Option[]): string {
  const parts = partsOf(routed).map(({ part }) => {
    const isHost = part === 'id' && routed.url.startsWith('/api/v1/hosts/');
    return isHost ? 'NAME|ID' : part.toUpperCase();
  });
  const inOrder = options.toSorted((one, other) => Number(other.isNeeded) - Number(one.isNeeded));
  const written = inOrder.map(({ name, value, isNeeded, isRepeated }) => {
    const dots = isRepeated ? '...' : '';
    return isNeeded ? `--${name} ${value}${dots}` : `[--${name} ${value}]${dots}`;
  });
  const { route } = routed;
  const members = Object.entries(bodyMembers(routed));
  const isBodyNeeded = members.some(
    ([member, schema]) =>
      !schema.safeParse(undefined).success && !options.some(({ word }) => word === member),
  );
  const body = isBodyNeeded || route.body ? [BODY] : members.length > 0 ? [`[${BODY}]`] : [];
  return [nameOfRouted(routed), ...parts, ...written, ...body].join(' ');
}

/** Options as the words of an address, as often as they were given. */
function parametersIn(options: readonly Option[], values: Values): Parameters {
  return options.flatMap(({ name, word }) => {
    const given = values[name];
    const all = Array.isArray(given) ? given : typeof given === 'string' ? [given] : [];
    return all.map((value) => [word, value] as const);
  });
}

/** People know a host by its name. */
const hostId = async ({ ctx }: Call, called: string): Promise<string> =>
  isUuid(called) ? called : (await findLiveHost(ctx, called)).id;

async function withHostIds({ url }: Routed, call: Call): Promise<Call> {
  const [first, ...others] = call.words;
  const { hosts } = call.values;
  const words =
    first !== undefined && url.startsWith('/api/v1/hosts/:')
      ? [await hostId(call, first), ...others]
      : call.words;
  if (!Array.isArray(hosts)) return { ...call, words };
  const ids = await Promise.all(hosts.map((called) => hostId(call, called)));
  return { ...call, words, values: { ...call.values, hosts: ids } };
}

/** A value that does not fit is a mistake of the command line, named by its option. */
function refuseAsUsage(error: unknown, options: readonly Option[], usage: string): never {
  if (!isServiceError(error)) throw error;
  const [member] = (error.pointer ?? '').replace(/^\//, '').split('/');
  const option = options.find(({ word }) => word === member);
  const said = error.message.replace(/^The parameter "\w+" /, '');
  const reason = option ? `--${option.name} ${said.replace(/^\w+: /, '')}` : said;
  throw new UsageError(`${reason}\nUsage: gf ${usage}\ngf ${usage.split(' ', 2).join(' ')} --help says more`);
}

async function read(routed: Routed, options: readonly Option[], call: Call): Promise<unknown> {
  const parameters = parametersIn(options, call.values);
  const members = bodyMembers(routed);
  const own = Object.fromEntries(
    Object.entries(members).filter(([member]) => options.some(({ word }) => word === member)),
  );
  const given = await bodyGiven(call.values);
  const body =
    Object.keys(members).length > 0 ? { ...Object(given), ...wordsOf(own).read(parameters) } : given;
  const fabric = 'fabric' in members ? [] : readAll(parameters, 'fabric');
  await refuseUnknownFabrics(call.ctx, { fabric: fabricsIn(fabric) }, 'fabric');
  const input = readInput(routed, { parts: call.words, parameters, body });
  if (routed.declared.kind !== 'query') parseInput(routed.declared.input, input);
  return input;
}

const nextCursorOf = (answer: unknown) =>
  isRecord(answer) && typeof answer.nextCursor === 'string' ? answer.nextCursor : undefined;

type Own = Partial<Pick<Command, 'does'>> & {
  /** What is printed; otherwise a plain text of the answer. */
  lines?: (answer: never) => readonly string[];
  /** The member with the rows: without --limit and --cursor there are those of all pages. */
  rows?: string;
};

/** Calls the verb for one page, or for all. */
async function ask(routed: Routed, call: Call, input: unknown, { rows }: Own): Promise<unknown> {
  const { limit, cursor } = call.values;
  const page = async (asked: unknown) => toldByApi(routed, await callVerb(routed.call, call, asked as never));
  if (rows === undefined || limit !== undefined || cursor !== undefined) return page(input);
  const all = { ...Object(input), limit: MAX_LIMIT };
  return everyPage<Page & Record<string, unknown>>(rows, async (next) =>
    Object(await page({ ...all, cursor: next })),
  );
}

/** A command with the words and the sentence of its verb. */
export function routedCommand(routed: Routed, own: Own = {}): Command {
  const words = Object.entries({
    ...addressWords(routed).described,
    ...wordsOf(bodyMembers(routed)).described,
  });
  const options = words.flatMap(optionOf);
  const usage = usageOf(routed, options);
  const name = nameOfRouted(routed);
  const { does = doesOf(routed.call), lines = linesOf } = own;
  return {
    usage,
    does,
    example: EXAMPLES.find((example) => `${example} `.startsWith(`${name} `)) ?? name,
    verb: routed.call,
    run: async (given) => {
      const call = await withHostIds(routed, given);
      const input = await read(routed, options, call).catch((error: unknown) =>
        refuseAsUsage(error, options, usage),
      );
      const answer = await ask(routed, call, input, own);
      const cursor = nextCursorOf(answer);
      if (cursor !== undefined && !call.values.json) call.log(`There are more: --cursor=${cursor} goes on`);
      return { answer, lines: lines(answer as never) };
    },
  };
}

/** The verbs that have no command yet. */
export const registryCommands = (written: readonly Command[]): Command[] =>
  ROUTED.filter(({ call }) => !written.some(({ verb, isPartly }) => verb === call && !isPartly)).map(
    (routed) => routedCommand(routed),
  );
