import type { Call, Called, Command } from '@/apps/cli/command';
import { EXAMPLES } from '@/apps/cli/examples';
import { bodyGiven } from '@/apps/cli/input-file';
import { linesOf } from '@/apps/cli/plain-text';
import { UsageError } from '@/apps/cli/usage';
import { callVerb, doesOf, everyPage, type Page, toldByApi } from '@/apps/cli/verb-command';
import {
  hostId,
  kebab,
  type Option,
  optionOf,
  parametersIn,
  refuseAsUsage,
  refuseOtherFabrics,
  written,
} from '@/apps/cli/word-options';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import {
  addressWords,
  bodyMembers,
  partsOf,
  ROUTED,
  type Routed,
  readInput,
} from '@/lib/server/doors/routed';
import { parseInput } from '@/lib/server/request/parse-input';
import { wordsOf } from '@/lib/server/verbs/words';
import { isRecord } from '@/lib/util/guards';

// Each verb that programs can ask by an address, as a command.

const isPlural = (part: string | undefined) => part?.endsWith('s') ?? false;
const singular = (part: string) => part.replace(/s$/, '');

/** What a command is called: see docs/decisions/verbs.md. */
export function nameOfRouted({ method, url, route, name }: Routed): string {
  const parts = url.replace('/api/v1/', '').split('/');
  const [verb = ''] = kebab(route.operation ?? name).split('-');
  const isBehind = (index: number) => isPlural(parts[index]) && parts[index - 1]?.startsWith(':');
  const last = parts.findLastIndex((_, index) => isBehind(index));
  const begin = verb === 'get' ? 0 : Math.max(0, last);
  const behind = parts.slice(begin + 1).filter((part) => !part.startsWith(':'));
  const first = parts[begin] ?? '';
  if (!isPlural(first) && route.tag !== undefined)
    return [singular(route.tag), [first, ...behind].join('-')].join(' ');
  const said = verb === first ? 'find' : verb === 'get' ? 'show' : verb;
  const doing = method === 'DELETE' || behind.length === 0 ? [said] : [];
  return [singular(first), [...doing, ...behind].join('-')].join(' ');
}

/** What else than its id a thing is known by. */
const CALLED: Readonly<Record<string, string>> = {
  hosts: 'NAME|ID',
  operators: 'EMAIL|ID',
  plans: 'NUMBER|ID',
  reports: 'NUMBER|ID',
};

const BODY = '--body FILE|-';

function usageOf(routed: Routed, options: readonly Option[]): string {
  const [, , , collection = ''] = routed.url.split('/');
  const parts = partsOf(routed).map(({ part }) => {
    const called = part === 'id' ? CALLED[collection] : undefined;
    return called ?? part.toUpperCase();
  });
  const { route } = routed;
  const members = Object.entries(bodyMembers(routed));
  const isBodyNeeded = members.some(
    ([member, schema]) =>
      !schema.safeParse(undefined).success && !options.some(({ word }) => word === member),
  );
  const body = isBodyNeeded || route.body ? [BODY] : members.length > 0 ? [`[${BODY}]`] : [];
  return [nameOfRouted(routed), ...parts, ...written(options), ...body].join(' ');
}

async function withHostIds({ url }: Routed, call: Call): Promise<Call> {
  const [first, ...others] = call.words;
  const { host, hosts } = call.values;
  const words =
    first !== undefined && url.startsWith('/api/v1/hosts/:')
      ? [await hostId(call, first), ...others]
      : call.words;
  const idsOf = (several: readonly string[]) => Promise.all(several.map((called) => hostId(call, called)));
  const ids = {
    ...(Array.isArray(hosts) && { hosts: await idsOf(hosts) }),
    ...(typeof host === 'string' && { host: await hostId(call, host) }),
  };
  return { ...call, words, values: { ...call.values, ...ids } };
}

async function read(routed: Routed, options: readonly Option[], call: Call): Promise<unknown> {
  const parameters = parametersIn(options, call.values);
  const members = bodyMembers(routed);
  const own = Object.fromEntries(
    Object.entries(members).filter(([member]) => options.some(({ word }) => word === member)),
  );
  const given = await bodyGiven(call);
  const hasMembers = Object.keys(members).length > 0;
  if (hasMembers && given !== undefined && !isRecord(given))
    throw new UsageError('--body must hold a JSON object');
  const body = hasMembers ? { ...Object(given), ...wordsOf(own).read(parameters) } : given;
  if (!('fabric' in members)) await refuseOtherFabrics(call, parameters);
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

/** The command of one verb, with more of its own. */
export const commandByRoute = (verb: Called, own: Own): Command[] =>
  ROUTED.filter(({ call }) => call === verb).map((routed) => routedCommand(routed, own));

/** The verbs that have no command yet. */
export const registryCommands = (others: readonly Command[]): Command[] =>
  ROUTED.filter(({ call }) => !others.some(({ verb, isPartly }) => verb === call && !isPartly)).map(
    (routed) => routedCommand(routed),
  );
