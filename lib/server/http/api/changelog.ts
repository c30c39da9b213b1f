import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ChangeGroups, Changelog, type ChangelogInput } from '@/lib/contracts/compare';
import { TimeText } from '@/lib/contracts/time';
import { DIFFERENCES } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS, MAX_LIMIT, YES_OR_NO } from '@/lib/contracts/words/host-query';
import { recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, readComparisonQuery } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { compareFleet, compareGroups, exportChangelog } from '@/lib/server/services/change';
import { missingWord, oneOf, readTime, repeated } from '@/lib/server/verbs/words';

const tags = ['changes'];
const LANGUAGES = ['en', 'fr'] as const;
const EXPORT_PATH = '/api/v1/changelog/export';

const COMPARED_WORDS = {
  from: TimeText,
  to: TimeText.optional(),
  fabric: repeated(z.string()),
  q: z.string().optional(),
  cluster: repeated(z.string()),
  fact: repeated(z.enum(DIFFERENCES)),
};
const PAGED = { limit: z.int().min(1).max(MAX_LIMIT).optional(), cursor: z.string().optional() };

const COMPARE = {
  operationId: 'compareFleet',
  tags,
  querystring: z.object({ ...COMPARED_WORDS, ...PAGED }),
  response: { 200: Changelog },
};
const GROUPS = {
  operationId: 'compareGroups',
  tags,
  querystring: z.object({ ...COMPARED_WORDS, grouped: z.enum(YES_OR_NO).optional(), ...PAGED }),
  response: { 200: ChangeGroups },
};
const EXPORT = {
  operationId: 'exportChangelog',
  tags,
  querystring: z.object({
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(LANGUAGES).optional(),
    ...COMPARED_WORDS,
  }),
};

/** What is compared and asked for, and the words that a route adds to it. */
function readComparison<W extends string>(request: FastifyRequest, own: readonly W[], paged: boolean) {
  const { query, words } = readComparisonQuery(request, [...own, 'from', 'to'], paged);
  const from = readTime('from', words.from);
  if (from === null) throw missingWord('from', 'one of the two times');
  return { question: { ...query, from, to: readTime('to', words.to) } satisfies ChangelogInput, words };
}

/** What differs between the fleet at two times: host by host, in groups, and as a file. */
export const changelogRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const places = createFilePlaces();
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/changelog', { schema: COMPARE, ...described }, (request) =>
    runtime.heavyReads.read(request.ctx, (ctx) =>
      compareFleet({ ctx, input: readComparison(request, [], true).question }),
    ),
  );
  scope.get('/api/v1/changelog/groups', { schema: GROUPS, ...described }, (request) => {
    const { question, words } = readComparison(request, ['grouped'], true);
    const isGrouped = oneOf('grouped', words.grouped ?? 'true', YES_OR_NO) === 'true';
    return runtime.heavyReads.read(request.ctx, (ctx) =>
      compareGroups({ ctx, input: { ...question, isGrouped } }),
    );
  });

  scope.head(EXPORT_PATH, { schema: { ...EXPORT, hide: true }, ...described }, (_request, reply) => {
    reply.header('allow', 'GET');
    throw new ServiceError('method_not_allowed', 'A file is made with GET alone');
  });
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get(EXPORT_PATH, madeByGet, (request, reply) => {
    const { question, words } = readComparison(request, ['format', 'lang'], false);
    const format = oneOf('format', words.format, EXPORT_FORMATS);
    const lang = oneOf('lang', words.lang ?? 'en', LANGUAGES);
    const { limit: _, cursor: __, ...asked } = question;
    return sendChangelog(request, reply, { ...asked, format, lang });
  });

  /** A file, once there is a place for it: of what is asked for then, not when the wait began. */
  async function sendChangelog(
    request: FastifyRequest,
    reply: FastifyReply,
    input: Parameters<typeof exportChangelog>[0]['input'],
  ): Promise<FastifyReply> {
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, now: new Date() };
      const file = await runtime.heavyReads.read(present, (ctx) =>
        exportChangelog({ ctx, input, log: runtime.db }),
      );
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
};
