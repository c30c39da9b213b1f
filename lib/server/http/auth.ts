import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SetUpInput } from '@/lib/contracts/procedures';
import { Text } from '@/lib/contracts/text';
import { signIn, signOut } from '@/lib/server/auth/sign-in';
import { isServiceError } from '@/lib/server/errors';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { setUp } from '@/lib/server/services/operator';

const BODY_BYTES = 8 * 1024;
const hidden = { hide: true };

/** Long values are refused before they cost a hash; better-auth decides whether they match. */
const SignInInput = z.strictObject({
  email: Text.min(1).max(254),
  password: z.string().min(1).max(256),
});

function setCookies(reply: FastifyReply, cookies: string[]): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}

const senderOf = ({ ip, headers }: FastifyRequest) => ({
  address: ip,
  cookie: headers.cookie,
  userAgent: headers['user-agent'],
});

/** Only these endpoints of better-auth are reachable. */
export const authRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);

  scope.post('/api/auth/sign-in/email', { schema: hidden, bodyLimit: BODY_BYTES }, async (request, reply) => {
    const input = parseInput(SignInInput, request.body);
    const { ctx } = request;
    const sender = senderOf(request);
    try {
      setCookies(reply, await signIn({ runtime, ctx, ...input, ...sender }));
    } catch (error) {
      if (isServiceError(error))
        request.log.warn({ code: error.code, address: sender.address }, 'sign-in refused');
      throw error;
    }
    return { redirect: false };
  });

  scope.post('/api/auth/sign-out', { schema: hidden, bodyLimit: BODY_BYTES }, async (request, reply) => {
    const { ctx, headers } = request;
    const cookie = headers.cookie ?? '';
    setCookies(reply, await signOut({ runtime, ctx, cookie }));
    return { success: true };
  });

  scope.get('/api/auth/get-session', { schema: hidden }, async (request, reply) => {
    const { me } = request.caller;
    return reply.type('application/json').send(JSON.stringify(me && { user: me }));
  });

  scope.post('/api/set-up', { schema: hidden, bodyLimit: BODY_BYTES }, async (request, reply) => {
    const { ctx } = request;
    const input = request.body as SetUpInput;
    const made = await setUp({ ctx, input });
    const { email, password } = parseInput(SetUpInput, input);
    setCookies(reply, await signIn({ runtime, ctx, email, password, ...senderOf(request) }));
    return reply.code(201).send(made);
  });
};
