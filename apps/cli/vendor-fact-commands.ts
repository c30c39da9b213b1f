import type { Command, OfflineCommand } from '@/apps/cli/command';
import { readFile, within } from '@/apps/cli/framework-commands';
import { table } from '@/apps/cli/output';
import { readVendorFacts, type VendorFact } from '@/lib/contracts/vendor-facts';
import { ServiceError } from '@/lib/server/errors';
import { getVendorFacts, importVendorFacts, removeVendorFacts } from '@/lib/server/services/host';

const rowsOf = (facts: readonly VendorFact[]) =>
  table(
    ['about', 'source', 'readOn'],
    facts.map(({ about, source, readOn }) => [about, source, readOn]),
  );

export const vendorFactCheck: OfflineCommand = {
  usage: 'secure-boot-facts check FILE',
  does: 'says what is wrong with a file of what vendors say of Secure Boot; imports nothing',
  words: 1,
  run: async ({ words: [file = ''] }) => {
    const reading = readVendorFacts(readFile(file), new Date());
    if (!reading.ok) throw new ServiceError('invalid_value', within(file, reading.problems.join('\n')));
    return { lines: rowsOf(reading.facts) };
  },
};

export const vendorFactCommands: Record<string, Command> = {
  'secure-boot-facts show': {
    usage: 'secure-boot-facts show',
    does: 'prints what vendors say of Secure Boot as a file, such as to write one after it',
    words: 0,
    run: async ({ ctx }) => JSON.stringify(await getVendorFacts({ ctx }), null, 2).split('\n'),
  },
  'secure-boot-facts import': {
    usage: 'secure-boot-facts import FILE',
    does: 'brings facts of your own, in the place of those that you brought before',
    words: 1,
    run: async ({ ctx, words: [file = ''] }) => {
      const text = readFile(file);
      try {
        return rowsOf(await importVendorFacts({ ctx, input: { text } }));
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        throw new ServiceError(error.code, within(file, error.message));
      }
    },
  },
  'secure-boot-facts remove': {
    usage: 'secure-boot-facts remove',
    does: 'shows what comes with the product again, and nothing else',
    words: 0,
    run: async ({ ctx }) => {
      await removeVendorFacts({ ctx });
      return [];
    },
  },
};
