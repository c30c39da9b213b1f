import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ChangeCount, ChangeList, ChangeSummary, ChangesSince, RecentChanges } from '@/lib/contracts/changes';
import { TimeText } from '@/lib/contracts/time';
import { WaveDetail, WaveList } from '@/lib/contracts/waves';
import { CHANGE_SPAN_NAMES, CHANGE_WORDS } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { recordedBy } from '@/lib/server/context';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, readChangeQuery, readWords } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import {
  auditChangesExport,
  changesSince,
  countChanges,
  exportChanges,
  getWave,
  listChanges,
  listWaves,
  recentChanges,
  summarizeChanges,
} from '@/lib/server/services/change';
import { missingWord, oneOf, readTime, repeated } from '@/lib/server/verbs/words';

const tags = ['changes'];
const time = TimeText;
const kind = z.enum(CHANGE_KINDS);
const paged = { limit: z.int().min(1).max(MAX_LIMIT).optional(), cursor: z.string().optional() };
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

const SUMMARY_WORDS = ASKED_WORDS.filter((word) => word !== 'kind');

const LIST = {
  operationId: 'listChanges',
  tags,
  querystring: z.object({ ...ASKED, ...paged }),
  response: { 200: ChangeList },
};

const COUNT = {
  operationId: 'countChanges',
  tags,
  querystring: z.object(ASKED),
  response: { 200: ChangeCount },
};

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

const RECENT = {
  operationId: 'listRecentChanges',
  tags,
  querystring: z.object({ at: time.optional(), fabric }),
  response: { 200: RecentChanges },
};

const SINCE = {
  operationId: 'countChangesSince',
  tags,
  querystring: z.object({ since: time, fabric }),
  response: { 200: ChangesSince },
};

const SUMMARY = {
  operationId: 'summarizeChanges',
  tags,
  querystring: z.object(ASKED).omit({ kind: true }),
  response: { 200: ChangeSummary },
};

const WAVES = {
  operationId: 'listWaves',
  tags,
  querystring: z.object({ at: time.optional(), fabric, host: z.string().optional() }),
  response: { 200: WaveList },
};

const WAVE = {
  operationId: 'getWave',
  tags,
  params: z.object({ id: z.string() }),
  querystring: z.object({ at: time.optional() }),
  response: { 200: WaveDetail },
};

/** What changed, change by change and wave by wave. */
export const changeRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
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
  scope.get('/api/v1/changes', { schema: LIST, ...described }, (request) =>
    runtime.heavyReads.read(request.ctx, (ctx) =>
      listChanges({ ctx, input: readChangeQuery(request).query }),
    ),
  );
  scope.get('/api/v1/changes/count', { schema: COUNT, ...described }, (request) => {
    const { limit: _, cursor: __, ...input } = readChangeQuery(request, ASKED_WORDS).query;
    return runtime.heavyReads.read(request.ctx, (ctx) => countChanges({ ctx, input }));
  });
  scope.get('/api/v1/changes/recent', { schema: RECENT, ...described }, (request) => {
    const { filter, at } = readChangeQuery(request, ['fabric', 'at']).query;
    return runtime.heavyReads.read(request.ctx, (ctx) => recentChanges({ ctx, input: { filter, at } }));
  });
  scope.get('/api/v1/changes/since', { schema: SINCE, ...described }, (request) => {
    const { filter, since } = readChangeQuery(request, ['fabric', 'since']).query;
    if (since === null) throw missingWord('since', 'the time after which changes are counted');
    return runtime.heavyReads.read(request.ctx, (ctx) => changesSince({ ctx, input: { filter, since } }));
  });
  scope.get('/api/v1/changes/summary', { schema: SUMMARY, ...described }, (request) => {
    const { limit: _, cursor: __, ...input } = readChangeQuery(request, SUMMARY_WORDS).query;
    return runtime.heavyReads.read(request.ctx, (ctx) => summarizeChanges({ ctx, input }));
  });
  scope.get('/api/v1/waves', { schema: WAVES, ...described }, (request) => {
    const { query, words } = readChangeQuery(request, ['fabric', 'at'], ['host']);
    const { filter, at } = query;
    return runtime.heavyReads.read(request.ctx, (ctx) =>
      listWaves({ ctx, input: { filter, host: words.host ?? null, at } }),
    );
  });
  scope.get<{ Params: { id: string } }>('/api/v1/waves/:id', { schema: WAVE, ...described }, (request) => {
    const at = readTime('at', readWords(request, ['at']).at);
    return runtime.heavyReads.read(request.ctx, (ctx) =>
      getWave({ ctx, input: { id: request.params.id, at } }),
    );
  });
};
