import type { Command } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { commandOf } from '@/apps/cli/verb-command';
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

const addressOf = ({ page, query }: SavedView) => `/${page}${query === '' ? '' : `?${query}`}`;

export const viewCommands: readonly Command[] = [
  commandOf(listViews, {
    usage: 'view list',
    does: 'lists the questions that people keep under a name, also those that they share with nobody',
    example: 'view list',
    input: () => ({}),
    lines: ({ views }) =>
      table(
        ['id', 'name', 'made by', 'shared', 'address'],
        views.map((view) => [
          ...[view.id, view.name, view.madeBy.name, view.shared ? 'shared' : 'private', addressOf(view)],
        ]),
      ),
  }),
  {
    usage: 'view show NAME|ID',
    does: 'prints one of them with its columns and when it was changed',
    example: 'view show "Failing in Paris"',
    run: async ({ ctx, words: [called = ''] }) => {
      const answer = await findView(ctx, called);
      const { id, name, columns, shared, version, madeBy, createdAt, updatedAt } = answer;
      const lines = table(
        ['word', 'value'],
        [
          ['id', id],
          ['name', name],
          ['made by', madeBy.name],
          ['shared', shared],
          ['address', addressOf(answer)],
          ['columns', columns?.join(' ') ?? 'as everybody has them'],
          ['created', createdAt],
          ['changed', updatedAt],
          ['version', version],
        ],
      );
      return { answer, lines };
    },
  },
  commandOf(deleteView, {
    usage: 'view remove NAME|ID',
    does: 'removes one of them, also from whoever else uses it',
    example: 'view remove "Failing in Paris"',
    input: async ({ ctx, words: [called = ''] }) => ({ id: (await findView(ctx, called)).id }),
    lines: ({ id }) => [id],
  }),
];
