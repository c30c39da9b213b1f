import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TimeText } from '@/lib/contracts/time';
import { CHANGE_SPAN_NAMES, CHANGE_WORDS } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS } from '@/lib/contracts/words/host-query';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { recordedBy } from '@/lib/server/context';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, readChangeQuery } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { auditChangesExport, exportChanges } from '@/lib/server/services/change';
import { oneOf, repeated } from '@/lib/server/verbs/words';

const tags = ['changes'];
const time = TimeText;
const kind = z.enum(CHANGE_KINDS);
const fabric = repeated(z.string());

const ASKED = {
  within: z.enum(CHANGE_SPAN_NAMES).optional(),
  since: time.optional(),
  until: time.optional(),
  at: time.optional(),
  fabric,
  kind: repeated(kind),
  cluster: repeated(z.string()),
  cause: repeated(z.string()),
  q: repeated(z.string()),
};

/** A file has all pages. */
const ASKED_WORDS = CHANGE_WORDS.filter((word) => word !== 'limit' && word !== 'cursor');

const EXPORT_LANGUAGES = ['en', 'fr'] as const;

const EXPORT = {
  operationId: 'exportChanges',
  tags,
  querystring: z.object({
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(EXPORT_LANGUAGES).optional(),
    ...ASKED,
  }),
};

/** What changed, as a file. */
export const changeExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };
  const places = createFilePlaces();

  /** A file, once there is a place for it: of what is true then, not when the wait began. */
  async function sendChanges(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { query, words } = readChangeQuery(request, ASKED_WORDS, ['format', 'lang']);
    const { limit: _, cursor: __, ...asked } = query;
    const format = oneOf('format', words.format, EXPORT_FORMATS);
    const lang = oneOf('lang', words.lang ?? 'en', EXPORT_LANGUAGES);
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, db: runtime.fleetDb, now: new Date() };
      const input = { ...asked, format, lang };
      const file = await runtime.heavyReads.read(present, (ctx) => exportChanges({ ctx, input }));
      await auditChangesExport({ ctx: { ...present, db: runtime.db }, input });
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get('/api/v1/changes/export', madeByGet, sendChanges);
};
