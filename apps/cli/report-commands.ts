import type { Command } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { reportCreate } from '@/apps/cli/report-create';
import { pemOf } from '@/lib/domain/report/proof/keys';
import { ServiceError } from '@/lib/server/errors';
import {
  deleteReport,
  getReport,
  keyPlaceOf,
  listReportKeys,
  rotateReportKey,
} from '@/lib/server/services/report';
import { followSettings } from '@/lib/server/services/setting';

export const reportCommands: Record<string, Command> = {
  'report create': reportCreate,
  'report remove': {
    usage: 'report remove NUMBER|ID',
    does: 'removes a report that is older than history is kept; of one that is being made, ends the making',
    words: 1,
    run: async ({ ctx, env, words: [called = ''] }) => {
      const { id, number } = await getReport({ ctx, input: { id: called } });
      await deleteReport({ ctx, input: { id }, settings: await followSettings(ctx.db, env.given) });
      return [number];
    },
  },
  'report-key list': {
    usage: 'report-key list',
    does: 'lists the public keys that reports were signed with, the newest first',
    words: 0,
    run: async ({ ctx }) => {
      const keys = await listReportKeys({ ctx });
      return table(
        ['kid', 'added', 'reports', 'current'],
        keys.map(({ kid, addedAt, reports, isCurrent }) => [kid, addedAt, reports, isCurrent]),
      );
    },
  },
  'report-key show': {
    usage: 'report-key show KID',
    does: 'prints one of them in PEM form, for auditors',
    words: 1,
    run: async ({ ctx, words: [kid = ''] }) => {
      const keys = await listReportKeys({ ctx });
      const key = keys.find((each) => each.kid === kid);
      if (!key) throw new ServiceError('not_found', 'There is no such key: gf report-key list shows all');
      return pemOf(key).trimEnd().split('\n');
    },
  },
  'report-key rotate': {
    usage: 'report-key rotate',
    does: 'signs reports with a new key, or with the one put into GF_REPORT_KEY_FILE; earlier reports stay valid',
    words: 0,
    run: async ({ ctx, env }) => [(await rotateReportKey({ ctx, keyPlace: keyPlaceOf(env) })).kid],
  },
};
