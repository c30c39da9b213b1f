import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TimeText } from '@/lib/contracts/time';
import { DIFFERENCES } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS } from '@/lib/contracts/words/host-query';
import { recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { exportChangelog } from '@/lib/server/services/change';
import { readComparison } from '@/lib/server/verbs/question-words';
import { oneOf, repeated } from '@/lib/server/verbs/words';

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
const EXPORT = {
  operationId: 'exportChangelog',
  tags,
  querystring: z.object({
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(LANGUAGES).optional(),
    ...COMPARED_WORDS,
  }),
};

/** What differs between the fleet at two times, as a file. */
export const changelogExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const places = createFilePlaces();
  const described = { validatorCompiler: describedOnly };

  scope.head(EXPORT_PATH, { schema: { ...EXPORT, hide: true }, ...described }, (_request, reply) => {
    reply.header('allow', 'GET');
    throw new ServiceError('method_not_allowed', 'A file is made with GET alone');
  });
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get(EXPORT_PATH, madeByGet, (request, reply) => {
    const { question, words } = readComparison(parametersOf(request), ['format', 'lang'], false);
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
