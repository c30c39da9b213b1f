import { z } from 'zod';
import { MadeReportKey, ReportKeyList } from '@/lib/contracts/report-keys';
import {
  About,
  ChangeSettingsInput,
  SendingInterval,
  Settings,
  TestMailInput,
  TestMailOutcome,
} from '@/lib/contracts/settings';
import { describeReportKeys, keyPlaceOf, rotateReportKey } from '@/lib/server/services/report';
import {
  changeSettings,
  describeInstallation,
  getSendingInterval,
  getSettings,
  sendTestMail,
} from '@/lib/server/services/setting';
import { allowed, allowedPerson, router } from '@/lib/server/trpc/init';

const manager = allowed('setting.manage');

export const settingRouter = router({
  get: manager
    .input(z.void())
    .output(Settings)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { env },
        },
      }) => getSettings({ ctx, env }),
    ),
  change: manager
    .input(ChangeSettingsInput)
    .output(Settings)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { env, settings },
        },
        input,
      }) => changeSettings({ ctx, input, env }).finally(settings.refreshSoon),
    ),
  sendingInterval: allowed('host.read')
    .input(z.void())
    .output(SendingInterval)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { settings },
        },
      }) => getSendingInterval({ ctx, input: settings }),
    ),
  testMail: allowedPerson('setting.manage')
    .input(TestMailInput)
    .output(TestMailOutcome)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { mailer, publicUrl },
        },
        input,
      }) => sendTestMail({ ctx, input, mailer, publicUrl }),
    ),
  about: manager
    .input(z.void())
    .output(About)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { env, publicUrl, certificateEndsAt },
        },
      }) => describeInstallation({ ctx, env, publicUrl, certificateEndsAt: certificateEndsAt() }),
    ),
  reportKeys: allowed('reportKey.manage')
    .input(z.void())
    .output(ReportKeyList)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { env },
        },
      }) => describeReportKeys({ ctx, input: { place: keyPlaceOf(env) } }),
    ),
  rotateReportKey: allowed('reportKey.manage')
    .input(z.void())
    .output(MadeReportKey)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { env },
        },
      }) => rotateReportKey({ ctx, input: { place: keyPlaceOf(env) } }),
    ),
});
