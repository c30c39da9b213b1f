import { readFileSync } from 'node:fs';
import type { Command, OfflineCommand } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { UsageError } from '@/apps/cli/usage';
import { readFramework } from '@/lib/contracts/framework-file';
import { refusedName } from '@/lib/contracts/frameworks';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import { ServiceError } from '@/lib/server/errors';
import {
  getFramework,
  importFramework,
  listFrameworks,
  mistakeLines,
  removeFramework,
} from '@/lib/server/services/report';

export function readFile(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The file cannot be read: ${reason}`);
  }
  if (bytes.length > FRAMEWORK_FILE_BYTES)
    throw new ServiceError('invalid_value', `${file} is larger than ${FRAMEWORK_FILE_BYTES} bytes`);
  // Windows begins a text with a mark.
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Each problem with the file that it is in. */
export const within = (file: string, message: string) =>
  message
    .split('\n')
    .map((problem) => `${file}: ${problem}`)
    .join('\n');

const HEAD = ['framework', 'name', 'version', 'touched', 'controls'];

/** Asks no server: what is said of the file is what an import would say. */
export const frameworkCheck: OfflineCommand = {
  usage: 'framework check FILE',
  does: 'says what is wrong with a file of a framework, by entry; imports nothing',
  words: 1,
  run: async ({ words: [file = ''] }) => {
    const reading = readFramework(readFile(file), new Date());
    if (!reading.ok)
      throw new ServiceError('invalid_value', within(file, mistakeLines(reading.mistakes, 'en')));
    const { framework, name, version, mappings, controls } = reading.file;
    const refusal = refusedName(framework);
    if (refusal !== null) throw new ServiceError('conflict', within(file, refusal));
    return { lines: table(HEAD, [[framework, name, version, mappings.length, controls]]) };
  },
};

export const frameworkCommands: Record<string, Command> = {
  'framework list': {
    usage: 'framework list',
    does: 'lists the frameworks that reports can be made with, and how many controls they touch',
    words: 0,
    run: async ({ ctx }) => {
      const { frameworks } = await listFrameworks({ ctx });
      const rows = frameworks.map((row) => [row.framework, row.name, row.version, row.touched, row.controls]);
      return table(HEAD, rows);
    },
  },
  'framework show': {
    usage: 'framework show NAME',
    does: 'prints one as a file, such as to write another one after it',
    words: 1,
    run: async ({ ctx, words: [key = ''] }) => {
      const file = await getFramework({ ctx, input: { key } });
      return JSON.stringify(file, null, 2).split('\n');
    },
  },
  'framework import': {
    usage: 'framework import FILE',
    does: 'brings a framework of your own, or another version of it, for the reports that are made from now on',
    words: 1,
    run: async ({ ctx, words: [file = ''] }) => {
      const text = readFile(file);
      try {
        return [(await importFramework({ ctx, input: { text, lang: 'en' } })).framework];
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        throw new ServiceError(error.code, within(file, error.message));
      }
    },
  },
  'framework remove': {
    usage: 'framework remove NAME',
    does: 'ends that reports can be made with one that was imported; those that were made keep it',
    words: 1,
    run: async ({ ctx, words: [key = ''] }) => {
      await removeFramework({ ctx, input: { key } });
      return [];
    },
  },
};
