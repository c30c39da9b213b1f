import type { Command } from '@/apps/cli/command';
import { namingFile, readFile, within } from '@/apps/cli/input-file';
import { asFile, nothing, table } from '@/apps/cli/output';
import { commandOf } from '@/apps/cli/verb-command';
import { readVendorFacts, type VendorFact } from '@/lib/contracts/vendor-facts';
import { ServiceError } from '@/lib/server/errors';
import {
  bringVendorFacts,
  getVendorFacts,
  importVendorFacts,
  removeVendorFacts,
} from '@/lib/server/services/host';

const rowsOf = (facts: readonly VendorFact[]) =>
  table(
    ['about', 'source', 'readOn'],
    facts.map(({ about, source, readOn }) => [about, source, readOn]),
  );

export const vendorFactCommands: readonly Command[] = [
  {
    usage: 'secure-boot-facts check FILE',
    does: 'says what is wrong with a file of what vendors say of Secure Boot; imports nothing',
    example: 'secure-boot-facts check facts.json',
    runAlone: async ({ words: [file = ''] }) => {
      const reading = readVendorFacts(readFile(file), new Date());
      if (!reading.ok) throw new ServiceError('invalid_value', within(file, reading.problems.join('\n')));
      return { answer: reading.facts, lines: rowsOf(reading.facts) };
    },
  },
  commandOf(getVendorFacts, {
    usage: 'secure-boot-facts show',
    does: 'prints what vendors say of Secure Boot as a file, such as to write one after it',
    example: 'secure-boot-facts show',
    lines: asFile,
  }),
  {
    usage: 'secure-boot-facts import FILE',
    does: 'brings facts of your own, in the place of those that you brought before',
    example: 'secure-boot-facts import facts.json',
    verb: bringVendorFacts,
    run: async ({ ctx, words: [file = ''] }) => {
      const text = readFile(file);
      const answer = await namingFile(file, () => importVendorFacts({ ctx, input: { text } }));
      return { answer, lines: rowsOf(answer) };
    },
  },
  commandOf(removeVendorFacts, {
    usage: 'secure-boot-facts remove',
    does: 'shows what comes with the product again, and nothing else',
    example: 'secure-boot-facts remove',
    lines: nothing,
  }),
];
