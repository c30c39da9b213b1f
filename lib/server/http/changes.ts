import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { ChangeList, Changelog, type ChangelogInput } from '@/lib/contracts/changes';
import { MAX_LIMIT } from '@/lib/contracts/host-query';
import { CHANGE_KINDS } from '@/lib/domain/changes';
import { ServiceError } from '@/lib/server/errors';
import { describedOnly, readChangeQuery, readTime } from '@/lib/server/http/query-words';
import { answersReaders } from '@/lib/server/http/read-api';
import type { Runtime } from '@/lib/server/runtime';
import { compareFleet, listChanges } from '@/lib/server/services/change';

const tags = ['changes'];
const time = z.iso.datetime({ offset: true });
const kind = z.enum(CHANGE_KINDS);
const paged = { limit: z.int().min(1).max(MAX_LIMIT).optional(), cursor: z.string().optional() };
const fabric = z.union([z.string(), z.array(z.string())]).optional();

const LIST = {
  operationId: 'listChanges',
  tags,
  querystring: z.object({
    since: time.optional(),
    until: time.optional(),
    at: time.optional(),
    fabric,
    kind: z.union([kind, z.array(kind)]).optional(),
    ...paged,
  }),
  response: { 200: ChangeList },
};

const COMPARE = {
  operationId: 'compareFleet',
  tags,
  querystring: z.object({ from: time, to: time.optional(), fabric, ...paged }),
  response: { 200: Changelog },
};

/** What changed, change by change, and what differs between two times. */
export const changeRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };
  scope.get('/api/v1/changes', { schema: LIST, ...described }, (request) =>
    listChanges({ ctx: request.ctx, input: readChangeQuery(request).query }),
  );
  scope.get('/api/v1/changelog', { schema: COMPARE, ...described }, (request) => {
    const { query, words } = readChangeQuery(request, ['fabric', 'limit', 'cursor'], ['from', 'to']);
    const from = readTime('from', words.from);
    if (from === null)
      throw new ServiceError(
        'invalid_value',
        'The parameter "from" must be given: the earlier of the two times.',
        {
          pointer: 'from',
        },
      );
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
