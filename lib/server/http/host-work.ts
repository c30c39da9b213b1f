import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { SelectionResult, SetOwnerInput } from '@/lib/contracts/host-owner';
import { MAX_LIMIT } from '@/lib/contracts/host-query';
import { ListNotesInput, Note, NoteList, WriteNoteInput } from '@/lib/contracts/note';
import { authorize } from '@/lib/server/auth/authorize';
import { answerChange, readBody } from '@/lib/server/http/json-body';
import { describedOnly, readTime, readWords } from '@/lib/server/http/query-words';
import { answersReaders } from '@/lib/server/http/read-api';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { setOwner } from '@/lib/server/services/host';
import { listNotes, withdrawNote, writeNote } from '@/lib/server/services/note';

type OneHost = { Params: { id: string } };
type OneNote = { Params: { id: string; note: string } };

const tags = ['hosts'];
const params = z.object({ id: z.string() });

const SET_OWNER = {
  operationId: 'setHostOwner',
  tags,
  body: SetOwnerInput,
  response: { 200: SelectionResult },
};
const LIST = {
  operationId: 'listHostNotes',
  tags,
  params,
  querystring: z.object({
    at: z.iso.datetime({ offset: true }).optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: NoteList },
};
const NoteBody = WriteNoteInput.omit({ host: true });
const WRITE = { operationId: 'writeHostNote', tags, params, body: NoteBody, response: { 201: Note } };
const WITHDRAW = {
  operationId: 'withdrawHostNote',
  tags,
  params: params.extend({ note: z.string() }),
  response: { 204: z.null() },
};

/** What people do about hosts: who is responsible for them, and what was noted. */
export const hostWorkRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };

  scope.post('/api/v1/hosts/owner', { schema: SET_OWNER, ...described }, (request, reply) => {
    authorize(request.ctx, 'host.setOwner');
    const input = readBody(SetOwnerInput, request.body);
    const work = (ctx: typeof request.ctx) => setOwner({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
  });

  scope.get<OneHost>('/api/v1/hosts/:id/notes', { schema: LIST, ...described }, (request) => {
    const { at, limit, cursor } = readWords(request, ['at', 'limit', 'cursor']);
    const asked = { host: request.params.id, cursor, ...(limit !== undefined && { limit: Number(limit) }) };
    const input = { ...parseInput(ListNotesInput, asked), at: readTime('at', at) };
    return listNotes({ ctx: request.ctx, input });
  });

  scope.post<OneHost>('/api/v1/hosts/:id/notes', { schema: WRITE, ...described }, (request, reply) => {
    authorize(request.ctx, 'note.write');
    const input = { host: request.params.id, ...readBody(NoteBody, request.body) };
    const work = (ctx: typeof request.ctx) => writeNote({ ctx, input });
    return answerChange(request, reply, { status: 201, work });
  });

  scope.delete<OneNote>(
    '/api/v1/hosts/:id/notes/:note',
    { schema: WITHDRAW, ...described },
    async (request, reply) => {
      const { id: host, note } = request.params;
      await withdrawNote({ ctx: request.ctx, input: { host, note } });
      return reply.code(204).send();
    },
  );
};
