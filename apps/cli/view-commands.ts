import type { Command } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import type { SavedView } from '@/lib/contracts/view';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { deleteView, listViews } from '@/lib/server/services/view';

/** Finds it by its id, or by a name that it alone goes by. */
async function findView(ctx: Ctx, called: string): Promise<SavedView> {
  const { views } = await listViews({ ctx, input: {} });
  const found = views.filter(({ id, name }) => id === called || name === called);
  const [view, ...others] = found;
  if (view === undefined)
    throw new ServiceError('not_found', `There is no view "${called}": gf view list shows all`);
  if (others.length > 0) {
    const ids = found.map(({ id, madeBy }) => `${id} of ${madeBy.name}`).join(', ');
    throw new ServiceError('conflict', `Several views are called "${called}": name one by its id (${ids})`);
  }
  return view;
}

export const viewCommands: Record<string, Command> = {
  'view list': {
    usage: 'view list',
    does: 'lists the questions that people keep under a name, also those that they share with nobody',
    words: 0,
    run: async ({ ctx }) => {
      const { views } = await listViews({ ctx, input: {} });
      const rows = views.map(({ id, name, madeBy, shared, page, query }) => [
        ...[id, name, madeBy.name, shared ? 'shared' : 'private'],
        `/${page}${query === '' ? '' : `?${query}`}`,
      ]);
      return table(['id', 'name', 'made by', 'shared', 'address'], rows);
    },
  },
  'view show': {
    usage: 'view show NAME|ID',
    does: 'prints one of them with its columns and when it was changed',
    words: 1,
    run: async ({ ctx, words: [called = ''] }) => {
      const { id, name, page, query, columns, shared, version, madeBy, createdAt, updatedAt } =
        await findView(ctx, called);
      return table(
        ['word', 'value'],
        [
          ['id', id],
          ['name', name],
          ['made by', madeBy.name],
          ['shared', shared],
          ['address', `/${page}${query === '' ? '' : `?${query}`}`],
          ['columns', columns?.join(' ') ?? 'as everybody has them'],
          ['created', createdAt],
          ['changed', updatedAt],
          ['version', version],
        ],
      );
    },
  },
  'view remove': {
    usage: 'view remove NAME|ID',
    does: 'removes one of them, also from whoever else uses it',
    words: 1,
    run: async ({ ctx, words: [called = ''] }) => {
      const { id } = await findView(ctx, called);
      return [(await deleteView({ ctx, input: { id } })).id];
    },
  },
};
