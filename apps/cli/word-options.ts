import { z } from 'zod';
import { type Call, usageLines, type Values } from '@/apps/cli/command';
import { UsageError } from '@/apps/cli/usage';
import { TimeText } from '@/lib/contracts/time';
import { isUuid } from '@/lib/contracts/words/text';
import { isServiceError } from '@/lib/server/errors';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';
import { findLiveHost } from '@/lib/server/services/host';
import { innermost, type Parameters, readAll } from '@/lib/server/verbs/words';

// Words of an address as options of a command.

export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const MOST_IN_USAGE = 60;

export type Option = { name: string; word: string; isNeeded: boolean; isRepeated: boolean; value: string };

/** A word as an option; nothing where it is more than a value, or the one secret, which is never an argument. */
export function optionOf([word, schema]: [string, z.ZodType]): Option[] {
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

/** As a usage has them: what has to be given comes first. */
export const written = (options: readonly Option[]): string[] =>
  options
    .toSorted((one, other) => Number(other.isNeeded) - Number(one.isNeeded))
    .map(({ name, value, isNeeded, isRepeated }) => {
      const dots = isRepeated ? '...' : '';
      return isNeeded ? `--${name} ${value}${dots}` : `[--${name} ${value}]${dots}`;
    });

/** Options as the words of an address, as often as they were given. */
export function parametersIn(options: readonly Option[], values: Values): Parameters {
  return options.flatMap(({ name, word }) => {
    const given = values[name];
    const all = Array.isArray(given) ? given : typeof given === 'string' ? [given] : [];
    return all.map((value) => [word, value] as const);
  });
}

/** People know a host by its name. */
export const hostId = async ({ ctx }: Call, called: string): Promise<string> =>
  isUuid(called) ? called : (await findLiveHost(ctx, called)).id;

/** An answer would be believed to be of the fabric that was named. */
export const refuseOtherFabrics = ({ ctx }: Call, parameters: Parameters): Promise<void> =>
  refuseUnknownFabrics(ctx, { fabric: fabricsIn(readAll(parameters, 'fabric')) }, 'fabric');

/** A value that does not fit is a mistake of the command line, named by its option. */
export function refuseAsUsage(error: unknown, options: readonly Option[], usage: string): never {
  if (!isServiceError(error)) throw error;
  const [member] = (error.pointer ?? '').replace(/^\//, '').split('/');
  const option = options.find(({ word }) => word === member);
  const said = error.message.replace(/^The parameter "\w+" /, '');
  const reason = option ? `--${option.name} ${said.replace(/^\w+: /, '')}` : said;
  throw new UsageError(`${reason}\n${usageLines(usage)}`);
}
