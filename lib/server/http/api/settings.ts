import type { FastifyPluginAsync } from 'fastify';
import {
  About,
  ChangeSettingsInput,
  Settings,
  TestMailInput,
  TestMailOutcome,
} from '@/lib/contracts/settings';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import {
  changeSettings,
  describeInstallation,
  getSettings,
  sendTestMail,
} from '@/lib/server/services/setting';

const tags = ['settings'];
const GET = { operationId: 'getSettings', tags, response: { 200: Settings } };
const CHANGE = {
  operationId: 'changeSettings',
  tags,
  body: ChangeSettingsInput,
  response: { 200: Settings },
};
const TEST_MAIL = {
  operationId: 'sendTestMail',
  tags,
  body: TestMailInput,
  response: { 200: TestMailOutcome },
};
const ABOUT = { operationId: 'describeInstallation', tags, response: { 200: About } };

/** What holds for the whole installation, for administrators of all fabrics. */
export const settingRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  const { env, settings } = runtime;
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'setting.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/settings', { schema: GET, ...described }, (request) =>
    getSettings({ ctx: request.ctx, env }),
  );
  // It is not answered once by a key: a mail server may take longer than a transaction may be held open.
  scope.post('/api/v1/settings/test-mail', { schema: TEST_MAIL, ...described }, (request) => {
    requirePerson(request.ctx);
    const input = readBody(TestMailInput, request.body);
    const { mailer, publicUrl } = runtime;
    return sendTestMail({ ctx: request.ctx, input, mailer, publicUrl });
  });
  scope.get('/api/v1/about', { schema: ABOUT, ...described }, (request) =>
    describeInstallation({
      ctx: request.ctx,
      env,
      publicUrl: runtime.publicUrl,
      certificateEndsAt: runtime.certificate?.endsAt() ?? null,
    }),
  );
  scope.patch('/api/v1/settings', { schema: CHANGE, ...described }, (request, reply) => {
    const input = readBody(ChangeSettingsInput, request.body);
    const work = (ctx: typeof request.ctx) => changeSettings({ ctx, input, env });
    // Once it is committed.
    return answerChange(request, reply, { status: 200, work }).finally(settings.refreshSoon);
  });
};
