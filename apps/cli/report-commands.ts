import type { Command } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { reportCreate } from '@/apps/cli/report-create';
import { commandOf } from '@/apps/cli/verb-command';
import { pemOf } from '@/lib/domain/report/proof/keys';
import { ServiceError } from '@/lib/server/errors';
import {
  deleteReport,
  describeReportKeys,
  getReport,
  listReportKeys,
  rotateReportKey,
} from '@/lib/server/services/report';
import { followSettings } from '@/lib/server/services/setting';

export const reportCommands: readonly Command[] = [
  reportCreate,
  {
    usage: 'report remove NUMBER|ID',
    does: 'removes a report that is older than history is kept; of one that is being made, ends the making',
    example: 'report remove R-2026-11-24-01',
    verb: deleteReport,
    run: async ({ ctx, env, words: [called = ''] }) => {
      const { id, number } = await getReport({ ctx, input: { id: called } });
      await deleteReport({ ctx, input: { id }, settings: await followSettings(ctx.db, env.given) });
      return { lines: [number] };
    },
  },
  commandOf(describeReportKeys, {
    usage: 'report-key list',
    does: 'lists the public keys that reports were signed with, the newest first',
    example: 'report-key list',
    lines: ({ reportKeys }) =>
      table(
        ['kid', 'added', 'reports', 'current'],
        reportKeys.map(({ kid, addedAt, reports, isCurrent }) => [kid, addedAt, reports, isCurrent]),
      ),
  }),
  {
    usage: 'report-key show KID',
    does: 'prints one of them in PEM form, for auditors',
    example: 'report-key show 3q2-7wX0Yk1mZp4sVb8TcRfLhJ6nGdUeQa9oIxKyWt5',
    run: async ({ ctx, words: [kid = ''] }) => {
      const keys = await listReportKeys({ ctx });
      const answer = keys.find((each) => each.kid === kid);
      if (!answer) throw new ServiceError('not_found', 'There is no such key: gf report-key list shows all');
      return { answer, lines: pemOf(answer).trimEnd().split('\n') };
    },
  },
  commandOf(rotateReportKey, {
    usage: 'report-key rotate',
    does: 'signs reports with a new key, or with the one put into GF_REPORT_KEY_FILE; earlier reports stay valid',
    example: 'report-key rotate',
    lines: ({ kid }) => [kid],
  }),
];
