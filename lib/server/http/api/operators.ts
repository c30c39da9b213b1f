import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import {
  ChangedOperator,
  ChangeOperatorInput,
  CreateOperatorInput,
  Invitation,
  InviteOperatorInput,
  OperatorRow,
  RenewedPassword,
  RenewPasswordInput,
} from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import { answerChange, answerSecret, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import {
  changeOperator,
  createOperator,
  inviteOperator,
  listOperators,
  operatorRow,
  renewPassword,
} from '@/lib/server/services/operator';

type One = { Params: { id: string } };

const tags = ['operators'];
const params = z.object({ id: z.string() });

const OperatorList = z.object({ operators: z.array(OperatorRow), nextCursor: z.null() });
const NewOperator = InviteOperatorInput.extend({ password: CreateOperatorInput.shape.password.optional() });
/** `invitation` is null where a password was given. */
const MadeOperator = OperatorRow.extend({ invitation: Invitation.nullable() });
const Changes = ChangeOperatorInput.omit({ id: true });
const Renewal = RenewPasswordInput.omit({ id: true });

const LIST = { operationId: 'listOperators', tags, response: { 200: OperatorList } };
const GET = { operationId: 'getOperator', tags, params, response: { 200: OperatorRow } };
const CREATE = { operationId: 'createOperator', tags, body: NewOperator, response: { 201: MadeOperator } };
const CHANGE = {
  operationId: 'changeOperator',
  tags,
  params,
  body: Changes,
  response: { 200: ChangedOperator },
};
const RESET = {
  operationId: 'resetPassword',
  tags,
  params,
  body: Renewal,
  response: { 200: RenewedPassword },
};

/** Who may sign in, and what they may do. */
export const operatorRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'operator.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/operators', { schema: LIST, ...described }, async (request) => {
    return { operators: await listOperators({ ctx: request.ctx }), nextCursor: null };
  });
  scope.get<One>('/api/v1/operators/:id', { schema: GET, ...described }, (request) =>
    operatorRow(request.ctx, request.params.id),
  );

  scope.post('/api/v1/operators', { schema: CREATE, ...described }, (request, reply) => {
    const { password, ...person } = readBody(NewOperator, request.body);
    const { publicUrl } = runtime;
    const work = async (ctx: typeof request.ctx) => {
      const made = password
        ? { ...(await createOperator({ ctx, input: { ...person, password } })), invitation: null }
        : await inviteOperator({ ctx, input: person, publicUrl });
      return { ...(await operatorRow(ctx, made.id)), invitation: made.invitation };
    };
    const location = ({ id }: { id: string }) => `/api/v1/operators/${id}`;
    return answerSecret(request, reply, { status: 201, work, location });
  });

  scope.patch<One>('/api/v1/operators/:id', { schema: CHANGE, ...described }, (request, reply) => {
    const input = { ...readBody(Changes, request.body), id: request.params.id };
    const work = (ctx: typeof request.ctx) => changeOperator({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
  });

  scope.post<One>(
    '/api/v1/operators/:id/reset-password',
    { schema: RESET, ...described },
    async (request, reply) => {
      const input = { ...readBody(Renewal, request.body ?? {}), id: request.params.id };
      const { publicUrl } = runtime;
      const work = async (ctx: typeof request.ctx) => {
        const renewed = await renewPassword({ ctx, input, publicUrl });
        return { id: renewed.ended.id, ...renewed };
      };
      return answerSecret(request, reply, { status: 200, work });
    },
  );
};
