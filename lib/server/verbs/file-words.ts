import { z } from 'zod';
import { ExportAuditInput } from '@/lib/contracts/audit';
import { ExportExceptionsInput } from '@/lib/contracts/exception';
import { HOST_FIELDS, type HostField } from '@/lib/contracts/fleet';
import { TimeText } from '@/lib/contracts/time';
import { AUDIT_EXPORT_FORMATS, AUDIT_FILTER_WORDS } from '@/lib/contracts/words/audit';
import { CHANGE_WORDS } from '@/lib/contracts/words/changes';
import { EXPORT_FORMATS } from '@/lib/contracts/words/host-query';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { ALL_CHANGES, COMPARED, readComparison, SORTED_HOSTS } from '@/lib/server/verbs/question-words';
import {
  membersOf,
  oneOf,
  type Parameters,
  readChangeQuery,
  readHostQuery,
  readPeriod,
  readWords,
  type Words,
  wordsOf,
} from '@/lib/server/verbs/words';

// The words of a file's address: those of its list without pages, and its format.

const LANGUAGES = ['en', 'fr'] as const;
const OWN = ['format', 'lang'] as const;
const FILE = { format: z.enum(EXPORT_FORMATS), lang: z.enum(LANGUAGES).optional() };

const readOwn = ({ format, lang = 'en' }: Partial<Record<(typeof OWN)[number], string>>) => ({
  format: oneOf('format', format, EXPORT_FORMATS),
  lang: oneOf('lang', lang, LANGUAGES),
});

const words = <Read>(described: Words<Read>['described'], read: (parameters: Parameters) => Read) => ({
  described,
  read,
});

/** Names with commas between them, each of them once. */
function readColumns(text: string | undefined): HostField[] | undefined {
  const names = text?.split(',').map((name) => oneOf('columns', name, HOST_FIELDS));
  const repeated = names?.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return names;
  throw new ServiceError('invalid_value', `The parameter "columns" names "${repeated}" twice.`, {
    pointer: 'columns',
  });
}

const HOST_FILE = { ...FILE, columns: z.string().optional(), ...SORTED_HOSTS.described };

export const HOSTS_AS_FILE = words(HOST_FILE, (parameters) => {
  const { query, words: own } = readHostQuery(parameters, [...OWN, 'columns']);
  return { ...query, ...readOwn(own), columns: readColumns(own.columns) };
});

const isNotOfPages = (word: (typeof CHANGE_WORDS)[number]) => word !== 'limit' && word !== 'cursor';

export const CHANGES_AS_FILE = words({ ...FILE, ...ALL_CHANGES.described }, (parameters) => {
  const { query, words: own } = readChangeQuery(parameters, CHANGE_WORDS.filter(isNotOfPages), OWN);
  const { limit: _, cursor: __, ...asked } = query;
  return { ...asked, ...readOwn(own) };
});

export const CHANGELOG_AS_FILE = words({ ...FILE, ...COMPARED }, (parameters) => {
  const { question, words: own } = readComparison(parameters, OWN, false);
  const { limit: _, cursor: __, ...asked } = question;
  return { ...asked, ...readOwn(own) };
});

const time = TimeText.optional();
const text = z.string().optional();

export const AUDIT_AS_FILE = words(
  {
    ...{ format: z.enum(AUDIT_EXPORT_FORMATS), lang: FILE.lang },
    ...{ since: time, until: time, actor: text, action: text, subject: text },
  },
  (parameters) => {
    const own = readWords(parameters, [...AUDIT_FILTER_WORDS, ...OWN]);
    const [since, until] = readPeriod(own, ['since', 'until']);
    return parseInput(ExportAuditInput, { ...own, since, until });
  },
);

const ofExceptions = wordsOf(membersOf(ExportExceptionsInput));

export const EXCEPTIONS_AS_FILE = words(ofExceptions.described, (parameters) =>
  parseInput(ExportExceptionsInput, ofExceptions.read(parameters)),
);
