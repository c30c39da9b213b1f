import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import {
  ChangeList,
  Changelog,
  type ChangelogInput,
  ChangeSummary,
  ChangesSince,
  RecentChanges,
} from '@/lib/contracts/changes';
import { TimeText } from '@/lib/contracts/time';
import { WaveDetail, WaveList } from '@/lib/contracts/waves';
import { CHANGE_SPAN_NAMES } from '@/lib/contracts/words/changes';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { CHANGE_KINDS } from '@/lib/domain/changes';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import {
  describedOnly,
  readChangeQuery,
  readTime,
  readWords,
  repeated,
} from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import {
  changesSince,
  compareFleet,
  getWave,
  listChanges,
  listWaves,
  recentChanges,
  summarizeChanges,
} from '@/lib/server/services/change';

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

const LIST = {
  operationId: 'listChanges',
  tags,
  querystring: z.object({ ...ASKED, ...paged }),
  response: { 200: ChangeList },
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
  querystring: z.object({ since: time.optional(), at: time.optional(), fabric }),
  response: { 200: ChangeSummary },
};

const COMPARE = {
  operationId: 'compareFleet',
  tags,
  querystring: z.object({ from: time, to: time.optional(), fabric, ...paged }),
  response: { 200: Changelog },
};

const WAVES = {
  operationId: 'listWaves',
  tags,
  querystring: z.object({ at: time.optional(), fabric }),
  response: { 200: WaveList },
};

const WAVE = {
  operationId: 'getWave',
  tags,
  params: z.object({ id: z.string() }),
  querystring: z.object({ at: time.optional() }),
  response: { 200: WaveDetail },
};

const missing = (word: string, what: string) =>
  new ServiceError('invalid_value', `The parameter "${word}" must be given: ${what}.`, { pointer: word });

/** What changed, change by change and wave by wave, and what differs between two times. */
export const changeRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };
  scope.get('/api/v1/changes', { schema: LIST, ...described }, (request) =>
    listChanges({ ctx: request.ctx, input: readChangeQuery(request).query }),
  );
  scope.get('/api/v1/changes/recent', { schema: RECENT, ...described }, (request) => {
    const { filter, at } = readChangeQuery(request, ['fabric', 'at']).query;
    return recentChanges({ ctx: request.ctx, input: { filter, at } });
  });
  scope.get('/api/v1/changes/since', { schema: SINCE, ...described }, (request) => {
    const { filter, since } = readChangeQuery(request, ['fabric', 'since']).query;
    if (since === null) throw missing('since', 'the time after which changes are counted');
    return changesSince({ ctx: request.ctx, input: { filter, since } });
  });
  scope.get('/api/v1/changes/summary', { schema: SUMMARY, ...described }, (request) => {
    const { filter, since, at } = readChangeQuery(request, ['fabric', 'since', 'at']).query;
    return summarizeChanges({ ctx: request.ctx, input: { filter, since, at } });
  });
  scope.get('/api/v1/waves', { schema: WAVES, ...described }, (request) => {
    const { filter, at } = readChangeQuery(request, ['fabric', 'at']).query;
    return listWaves({ ctx: request.ctx, input: { filter, at } });
  });
  scope.get<{ Params: { id: string } }>('/api/v1/waves/:id', { schema: WAVE, ...described }, (request) => {
    const at = readTime('at', readWords(request, ['at']).at);
    return getWave({ ctx: request.ctx, input: { id: request.params.id, at } });
  });
  scope.get('/api/v1/changelog', { schema: COMPARE, ...described }, (request) => {
    const { query, words } = readChangeQuery(request, ['fabric', 'limit', 'cursor'], ['from', 'to']);
    const from = readTime('from', words.from);
    if (from === null) throw missing('from', 'the earlier of the two times');
    const { limit, cursor, filter } = query;
    const input: ChangelogInput = {
      from,
      to: readTime('to', words.to),
      fabric: filter.fabric,
      limit,
      cursor,
    };
    return compareFleet({ ctx: request.ctx, input });
  });
};
