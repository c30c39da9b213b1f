import { z } from 'zod';
import type { Call, Called, Command, Said } from '@/apps/cli/command';
import { linesOf } from '@/apps/cli/plain-text';
import { facilitiesOf } from '@/lib/server/doors/facilities';
import { answerOf, answerSchema, partsOf, ROUTED, type Routed } from '@/lib/server/doors/routed';
import { createMailer } from '@/lib/server/mail/mailer';
import { followSettings } from '@/lib/server/services/setting';

type InputOf<V extends Called> = Parameters<V>[0] extends { input?: infer Input } ? Input : undefined;
type AnswerOf<V extends Called> = Awaited<ReturnType<V>>;

/** What a server would give; no listener of ours shows a certificate. */
async function facilities({ ctx, env }: Call, { verb }: Called) {
  if (!verb?.needs) return {};
  const settings = await followSettings(ctx.db, env.given);
  const mailer = env.mail === undefined ? null : createMailer(env.mail);
  return facilitiesOf({ env, publicUrl: env.publicUrl, settings, mailer, certificate: null });
}

/** The verb's own sentence, as help says what a command does. */
export const doesOf = ({ verb }: Called): string => {
  const { summary = '' } = verb ?? {};
  return `${summary.charAt(0).toLowerCase()}${summary.slice(1).replace(/\.$/, '')}`;
};

const routedOf = (call: Called): Routed | undefined => ROUTED.find((each) => each.call === call);

/** As the API answers it, to the field; nothing where that answers nothing. */
export function toldByApi(routed: Routed | undefined, made: unknown): unknown {
  if (routed === undefined) return made;
  return routed.status === 204 ? undefined : z.encode(answerSchema(routed), answerOf(routed, made));
}

/** Calls a verb as this server's shell does. */
export const callVerb = async <V extends Called>(
  call: V,
  given: Call,
  input: InputOf<V>,
): Promise<AnswerOf<V>> =>
  (await call({ ...(await facilities(given, call)), ctx: given.ctx, input })) as AnswerOf<V>;

export type Page = { nextCursor: string | null };

/** One answer with the rows of all pages: a list that ends at a limit says nothing about what it left out. */
export async function everyPage<Answer extends Page>(
  rows: keyof Answer,
  ask: (cursor: string | null) => Promise<Answer>,
): Promise<Answer> {
  let page = await ask(null);
  const all = [page[rows] as unknown[]];
  while (page.nextCursor !== null) {
    page = await ask(page.nextCursor);
    all.push(page[rows] as unknown[]);
  }
  return { ...page, [rows]: all.flat() };
}

type Shape<V extends Called> = Pick<Command, 'usage' | 'example'> & {
  /** The verb's own sentence where nothing is said. */
  does?: string;
  /** What words and options say; where nothing is said, words stand for the parts of the verb's path. */
  input?: (call: Call) => InputOf<V> | Promise<InputOf<V>>;
  /** What is printed; a plain text of the answer where nothing is said. */
  lines?: (answer: AnswerOf<V>, call: Call) => readonly string[];
};

/** A command that calls one verb, or what is no verb of a door and says nothing of itself. */
export function commandOf<V extends Called>(verb: V, { does, input, lines, ...shape }: Shape<V>): Command {
  const routed = routedOf(verb);
  const parts = routed ? partsOf(routed) : [];
  const byParts = ({ words }: Call) =>
    parts.length === 0
      ? undefined
      : Object.fromEntries(parts.map(({ member }, index) => [member, words[index]]));
  return {
    ...shape,
    verb,
    does: does ?? doesOf(verb),
    run: async (given): Promise<Said> => {
      const made = await callVerb(verb, given, (await (input ?? byParts)(given)) as InputOf<V>);
      const answer = toldByApi(routed, made);
      return { answer, lines: lines ? lines(made, given) : linesOf(answer) };
    },
  };
}
