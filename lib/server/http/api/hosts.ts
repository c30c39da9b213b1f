import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HostDetail, HostList, HostNeighbours, Timeline } from '@/lib/contracts/fleet';
import { HostDayCount, HostDays } from '@/lib/contracts/history';
import { ExportSelectionInput } from '@/lib/contracts/selection';
import { TimeText } from '@/lib/contracts/time';
import { TimeZone } from '@/lib/contracts/time-zone';
import { HOST_DAYS } from '@/lib/contracts/words/host-days';
import {
  EXPORT_FORMATS,
  HOST_SORTS,
  MAX_LIMIT,
  SORT_ORDERS,
  YES_OR_NO,
} from '@/lib/contracts/words/host-query';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readHostQuery, readWords } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { daysOfHost, hostTimeline } from '@/lib/server/services/history';
import {
  auditExport,
  type ExportInput,
  exportHosts,
  frozenExport,
  getHost,
  hostNeighbours,
  listHosts,
} from '@/lib/server/services/host';
import { FILTER_WORDS_DESCRIBED, oneOf, readDays, readPeriod, readTime } from '@/lib/server/verbs/words';

type OneHost = { Params: { id: string } };

const tags = ['hosts'];
const time = TimeText.optional();
const params = z.object({ id: z.string() });

const SORTED = { sort: z.enum(HOST_SORTS).optional(), order: z.enum(SORT_ORDERS).optional() };

const LIST = {
  operationId: 'listHosts',
  tags,
  querystring: z.object({
    ...FILTER_WORDS_DESCRIBED,
    ...SORTED,
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
    digest: z.enum(YES_OR_NO).optional(),
  }),
  response: { 200: HostList },
};

const EXPORT_PATH = '/api/v1/hosts/export';
const EXPORT_LANGUAGES = ['en', 'fr'] as const;

const EXPORT = {
  operationId: 'exportHosts',
  tags,
  querystring: z.object({
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(EXPORT_LANGUAGES).optional(),
    ...FILTER_WORDS_DESCRIBED,
    ...SORTED,
  }),
};

const EXPORT_SELECTION = { operationId: 'exportSelectedHosts', tags, body: ExportSelectionInput };

/** The read API on hosts. Words are read by contract and named when they are wrong; verbs do the rest. */
export const hostRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const { read: heavily } = runtime.heavyReads;
  const places = createFilePlaces();
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/hosts', { schema: LIST, ...described }, (request) => {
    const { query, words } = readHostQuery(request, ['digest']);
    const digest = oneOf('digest', words.digest ?? 'false', YES_OR_NO) === 'true';
    return heavily(request.ctx, (ctx) => listHosts({ ctx, input: { ...query, digest } }));
  });

  // A file is made as it is sent, and noted in the audit log: no headers can be told without it. The route stands
  // here since one host's address would answer in its place, and find no host "export".
  scope.head(EXPORT_PATH, { schema: { ...EXPORT, hide: true }, ...described }, (_request, reply) => {
    reply.header('allow', 'GET');
    throw new ServiceError('method_not_allowed', 'A file is made with GET alone');
  });
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get(EXPORT_PATH, madeByGet, (request, reply) => {
    const { query, words } = readHostQuery(request, ['format', 'lang']);
    const format = oneOf('format', words.format, EXPORT_FORMATS);
    const lang = oneOf('lang', words.lang ?? 'en', EXPORT_LANGUAGES);
    return sendHosts(request, reply, async () => ({ ...query, format, lang }));
  });
  scope.post(
    EXPORT_PATH,
    { schema: EXPORT_SELECTION, ...described, config: OWN_PLACES },
    (request, reply) => {
      const input = readBody(ExportSelectionInput, request.body);
      return sendHosts(request, reply, (ctx) => frozenExport({ ctx, input }));
    },
  );

  /** A file, once there is a place for it: of what is asked for then, not when the wait began. */
  async function sendHosts(
    request: FastifyRequest,
    reply: FastifyReply,
    inputOf: (ctx: Ctx) => Promise<ExportInput>,
  ): Promise<FastifyReply> {
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, db: runtime.fleetDb, now: new Date() };
      const { input, file } = await heavily(present, async (ctx) => {
        const asked = await inputOf(ctx);
        return { input: asked, file: await exportHosts({ ctx, input: asked }) };
      });
      await auditExport({ ctx: { ...present, db: runtime.db }, input }).catch(async (error) => {
        await file.chunks.return(undefined);
        throw error;
      });
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  const detail = {
    operationId: 'getHost',
    tags,
    params,
    querystring: z.object({ at: time }),
    response: { 200: HostDetail },
  };
  scope.get<OneHost>('/api/v1/hosts/:id', { schema: detail, ...described }, (request) => {
    const { at } = readWords(request, ['at']);
    return getHost({ ctx: request.ctx, input: { id: request.params.id, at: readTime('at', at) } });
  });

  const neighbours = {
    operationId: 'getHostNeighbours',
    tags,
    params,
    querystring: z.object({ ...FILTER_WORDS_DESCRIBED, ...SORTED }),
    response: { 200: HostNeighbours },
  };
  scope.get<OneHost>('/api/v1/hosts/:id/neighbours', { schema: neighbours, ...described }, (request) => {
    const { query } = readHostQuery(request, []);
    return heavily(request.ctx, (ctx) => hostNeighbours({ ctx, input: { ...query, id: request.params.id } }));
  });

  const days = {
    operationId: 'getHostDays',
    tags,
    params,
    querystring: z.object({ days: HostDayCount.optional(), timeZone: TimeZone.optional(), at: time }),
    response: { 200: HostDays },
  };
  scope.get<OneHost>('/api/v1/hosts/:id/days', { schema: days, ...described }, (request) => {
    const { at, ...words } = readWords(request, ['days', 'timeZone', 'at']);
    const asked = readDays(words, HostDayCount, HOST_DAYS);
    const input = { id: request.params.id, at: readTime('at', at), ...asked };
    return heavily(request.ctx, (ctx) => daysOfHost({ ctx, input }));
  });

  const timeline = {
    operationId: 'getTimeline',
    tags,
    params,
    querystring: z.object({ from: time, to: time, at: time }),
    response: { 200: Timeline },
  };
  scope.get<OneHost>('/api/v1/hosts/:id/timeline', { schema: timeline, ...described }, (request) => {
    const words = readWords(request, ['from', 'to', 'at']);
    const [from, to] = readPeriod(words, ['from', 'to']);
    const input = { id: request.params.id, from, to, at: readTime('at', words.at) };
    return heavily(request.ctx, (ctx) => hostTimeline({ ctx, input }));
  });
};
