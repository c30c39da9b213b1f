import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import {
  AcknowledgeInput,
  AcknowledgementPreview,
  PreviewAcknowledgementInput,
} from '@/lib/contracts/acknowledgement';
import { SetOwnerInput } from '@/lib/contracts/host-owner';
import { MayRestart } from '@/lib/contracts/may-restart';
import { ListNotesInput, Note, NoteList, WriteNoteInput, WriteNotesInput } from '@/lib/contracts/note';
import { SelectionResult } from '@/lib/contracts/selection';
import { TimeText } from '@/lib/contracts/time';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { RESTART_QUESTIONS } from '@/lib/domain/restart/facts';
import { authorize } from '@/lib/server/auth/authorize';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readWords } from '@/lib/server/http/common/query-words';
import { QUESTION } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import {
  acknowledgeHosts,
  endAcknowledgement,
  mayRestartHost,
  previewAcknowledgement,
  setOwner,
} from '@/lib/server/services/host';
import { listNotes, withdrawNote, writeNote, writeNotes } from '@/lib/server/services/note';
import { oneOf, readTime } from '@/lib/server/verbs/words';

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
const MAY_RESTART = {
  operationId: 'mayRestartHost',
  tags,
  params,
  querystring: z.object({ for: z.enum(RESTART_QUESTIONS).optional() }),
  response: { 200: MayRestart },
};
const ACKNOWLEDGE = {
  operationId: 'acknowledgeHosts',
  tags,
  body: AcknowledgeInput,
  response: { 200: SelectionResult },
};
const PREVIEW_ACKNOWLEDGEMENT = {
  operationId: 'previewAcknowledgement',
  tags,
  body: PreviewAcknowledgementInput,
  response: { 200: AcknowledgementPreview },
};
const END_ACKNOWLEDGEMENT = {
  operationId: 'endAcknowledgement',
  tags,
  response: { 204: z.null() },
};
const LIST = {
  operationId: 'listHostNotes',
  tags,
  params,
  querystring: z.object({
    at: TimeText.optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: NoteList },
};
const NoteBody = WriteNoteInput.omit({ host: true });
const WRITE = { operationId: 'writeHostNote', tags, params, body: NoteBody, response: { 201: Note } };
const WRITE_ON_HOSTS = {
  operationId: 'writeNotesOnHosts',
  tags,
  body: WriteNotesInput,
  response: { 200: SelectionResult },
};
const WITHDRAW = {
  operationId: 'withdrawHostNote',
  tags,
  params: params.extend({ note: z.string() }),
  response: { 204: z.null() },
};

/** What people do about hosts: owners, acknowledgements, notes, and whether a node may be restarted. */
export const hostWorkRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };

  scope.post('/api/v1/hosts/owner', { schema: SET_OWNER, ...described }, (request, reply) => {
    authorize(request.ctx, 'host.setOwner');
    const input = readBody(SetOwnerInput, request.body);
    const work = (ctx: typeof request.ctx) => setOwner({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
  });

  scope.get<OneHost>('/api/v1/hosts/:id/may-restart', { schema: MAY_RESTART, ...described }, (request) => {
    const words = readWords(request, ['for']);
    const question = oneOf('for', words.for ?? 'drain', RESTART_QUESTIONS);
    return mayRestartHost({ ctx: request.ctx, input: { id: request.params.id, for: question } });
  });
  acknowledgementRoutes(scope);
  noteRoutes(scope);
};

function acknowledgementRoutes(scope: FastifyInstance): void {
  const described = { validatorCompiler: describedOnly };

  scope.post('/api/v1/hosts/acknowledge', { schema: ACKNOWLEDGE, ...described }, (request, reply) => {
    authorize(request.ctx, 'host.acknowledge');
    const input = readBody(AcknowledgeInput, request.body);
    const work = (ctx: typeof request.ctx) => acknowledgeHosts({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
  });

  scope.post(
    '/api/v1/hosts/acknowledge/preview',
    { schema: PREVIEW_ACKNOWLEDGEMENT, ...described, config: QUESTION },
    (request) => {
      authorize(request.ctx, 'host.acknowledge');
      const input = readBody(PreviewAcknowledgementInput, request.body);
      return previewAcknowledgement({ ctx: request.ctx, input });
    },
  );

  scope.delete<OneHost>(
    '/api/v1/hosts/:id/acknowledgement',
    { schema: END_ACKNOWLEDGEMENT, ...described },
    async (request, reply) => {
      await endAcknowledgement({ ctx: request.ctx, input: { host: request.params.id } });
      return reply.code(204).send();
    },
  );
}

function noteRoutes(scope: FastifyInstance): void {
  const described = { validatorCompiler: describedOnly };

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

  scope.post('/api/v1/hosts/notes', { schema: WRITE_ON_HOSTS, ...described }, (request, reply) => {
    authorize(request.ctx, 'note.write');
    const input = readBody(WriteNotesInput, request.body);
    const work = (ctx: typeof request.ctx) => writeNotes({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
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
}
