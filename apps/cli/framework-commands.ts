import type { Command } from '@/apps/cli/command';
import { namingFile, readFile, within } from '@/apps/cli/input-file';
import { asFile, nothing, table } from '@/apps/cli/output';
import { commandOf } from '@/apps/cli/verb-command';
import { readFramework } from '@/lib/contracts/framework-file';
import { refusedName } from '@/lib/contracts/frameworks';
import { ServiceError } from '@/lib/server/errors';
import {
  bringFramework,
  getFramework,
  importFramework,
  listFrameworks,
  mistakeLines,
  removeFramework,
} from '@/lib/server/services/report';

const HEAD = ['framework', 'name', 'version', 'touched', 'controls'];

export const frameworkCommands: readonly Command[] = [
  {
    // Asks no server: what is said of the file is what an import would say.
    usage: 'framework check FILE',
    does: 'says what is wrong with a file of a framework, by entry; imports nothing',
    example: 'framework check nis2.json',
    runAlone: async ({ words: [file = ''] }) => {
      const reading = readFramework(readFile(file), new Date());
      if (!reading.ok)
        throw new ServiceError('invalid_value', within(file, mistakeLines(reading.mistakes, 'en')));
      const { framework, name, version, mappings, controls } = reading.file;
      const refusal = refusedName(framework);
      if (refusal !== null) throw new ServiceError('conflict', within(file, refusal));
      return {
        answer: reading.file,
        lines: table(HEAD, [[framework, name, version, mappings.length, controls]]),
      };
    },
  },
  commandOf(listFrameworks, {
    usage: 'framework list',
    does: 'lists the frameworks that reports can be made with, and how many controls they touch',
    example: 'framework list',
    lines: ({ frameworks }) =>
      table(
        HEAD,
        frameworks.map((row) => [row.framework, row.name, row.version, row.touched, row.controls]),
      ),
  }),
  commandOf(getFramework, {
    usage: 'framework show NAME',
    does: 'prints one as a file, such as to write another one after it',
    example: 'framework show iso-27001-2022',
    lines: asFile,
  }),
  {
    usage: 'framework import FILE',
    does: 'brings a framework of your own, or another version of it, for the reports that are made from now on',
    example: 'framework import nis2.json',
    verb: bringFramework,
    run: async ({ ctx, words: [file = ''] }) => {
      const text = readFile(file);
      const answer = await namingFile(file, () => importFramework({ ctx, input: { text, lang: 'en' } }));
      return { answer, lines: [answer.framework] };
    },
  },
  commandOf(removeFramework, {
    usage: 'framework remove NAME',
    does: 'ends that reports can be made with one that was imported; those that were made keep it',
    example: 'framework remove nis2',
    lines: nothing,
  }),
];
