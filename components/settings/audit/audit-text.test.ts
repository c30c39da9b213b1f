import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { recordedText } from '@/components/settings/audit/audit-text';
import { EXCEPTION_EXPORT_FORMATS } from '@/lib/contracts/exception';
import { PLAN_PARTS } from '@/lib/contracts/plan';
import { AUDIT_ACTOR_KINDS, AUDIT_ENTITIES, AUDIT_EXPORT_FORMATS } from '@/lib/contracts/words/audit';
import { EXPORT_FORMATS } from '@/lib/contracts/words/host-query';
import { RECORDED_SENTENCES, recordedSentence } from '@/lib/contracts/words/recorded-sentences';
import { MAIL_PROBLEMS, REPORT_FORMATS, REPORT_KINDS } from '@/lib/contracts/words/reports';
import { TASK_MARKS } from '@/lib/domain/plan/progress';
import { GROUP_KINDS } from '@/lib/domain/plan/types';
import { RHYTHMS } from '@/lib/domain/report/rhythm';
import { ROLES } from '@/lib/domain/roles';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { checkoutRoot } from '@/lib/server/process/checkout';

function serverSources(): string[] {
  const folder = path.join(checkoutRoot(), 'lib/server');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.ts$/.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

const writers = () => serverSources().filter((text) => /\b(audit|auditAll|countOccurrence)\(/.test(text));

/** Every action that the server writes into the log: as a literal, and as what it chooses from. */
function writtenActions(): string[] {
  const found = writers().flatMap((text) => [...text.matchAll(/(?:action|audit):\s*'(\w+\.\w+)'/g)]);
  return [...new Set(found.flatMap(([, action]) => action ?? []))].sort();
}

/** The names of what is recorded besides, where a detail stands in the source as an object. */
function recordedNames(): string[] {
  const literals = writers().flatMap((text) => [...text.matchAll(/\bdetail(?:: | = )\{\s([^{}]*)[{}]/g)]);
  const names = literals.flatMap(([, words = '']) =>
    words.split(/,\s+/).flatMap((word) => /^\w+/.exec(word)?.[0] ?? []),
  );
  return [...new Set(names)].sort();
}

/** Why somebody was refused what they asked for: the sentence is recorded as it was answered. */
function writtenDenials(): string[] {
  const denial =
    /new ServiceError\(\s*'(?:forbidden|person_required|same_person)',\s*(?:'([^']+)'|`([^`]+)`)/g;
  return serverSources().flatMap((text) =>
    [...text.matchAll(denial)].map(
      ([, plain, filled]) => plain ?? filled?.replace(/\$\{action\}/, 'host.work') ?? '',
    ),
  );
}

/** What is one of a closed list, by its name in an entry. Each has a word in both languages. */
const RECORDED_WORDS: Record<string, readonly string[]> = {
  added: ['used', 'rotated'],
  code: [...MAIL_PROBLEMS, 'before_history', 'invalid_value'],
  for: PLAN_PARTS,
  format: [
    ...REPORT_FORMATS,
    ...EXPORT_FORMATS,
    ...AUDIT_EXPORT_FORMATS,
    ...EXCEPTION_EXPORT_FORMATS,
    'md',
    'ps1',
  ],
  group: GROUP_KINDS,
  kind: REPORT_KINDS,
  lang: LOCALES,
  mark: TASK_MARKS,
  outcome: ['sent', ...MAIL_PROBLEMS],
  page: ['hosts'],
  problem: ['failed', 'refused', 'stopped'],
  rhythm: RHYTHMS,
  role: ROLES,
};

/** What is a name, a text that somebody wrote, a number, an id, a time, yes or no, or HGS's own word. */
const NO_WORDS = [
  ...[
    'address',
    'after',
    'allowReenroll',
    'asked',
    'backupMadeAt',
    'because',
    'before',
    'bytes',
    'causes',
    'control',
  ],
  ...[
    'controls',
    'detail',
    'digest',
    'due',
    'dueAt',
    'email',
    'enrollment',
    'expiresAt',
    'exceptions',
    'fabric',
  ],
  ...[
    'fabricIds',
    'fabrics',
    'facts',
    'filter',
    'folder',
    'from',
    'generation',
    'host',
    'hosts',
    'into',
    'intoName',
  ],
  ...[
    'kid',
    'lockedAt',
    'name',
    'note',
    'number',
    'owner',
    'progress',
    'query',
    'reason',
    'recipient',
    'reportsKept',
  ],
  ...[
    'said',
    'schedule',
    'session',
    'sessionsEnded',
    'shared',
    'state',
    'text',
    'title',
    'to',
    'token',
    'tries',
  ],
  ...[
    'until',
    'otherHostId',
    'reviewAt',
    'uses',
    'version',
    'wasInForce',
    'endsAt',
    'report',
    'times',
    'frameworks',
  ],
];

const texts: Record<string, Record<string, string>> = loadMessages('en').settings.audit.action;

describe('the texts of the audit log', () => {
  it('name every action that the server writes', () => {
    const actions = writtenActions();
    expect(actions.length).toBeGreaterThan(30);
    const nameless = actions.filter((action) => {
      const [entity = '', what = ''] = action.split('.');
      return texts[entity]?.[what] === undefined;
    });
    expect(nameless).toEqual([]);
  });

  it('offer every kind of action as a filter, each with its name', () => {
    expect([...AUDIT_ENTITIES].sort()).toEqual(Object.keys(texts).sort());
    expect([...AUDIT_ACTOR_KINDS].sort()).toEqual(
      Object.keys(loadMessages('en').settings.audit.actorKind).sort(),
    );
    expect(Object.keys(loadMessages('en').settings.audit.entity).sort()).toEqual(Object.keys(texts).sort());
  });
});

describe('what an entry recorded besides', () => {
  it('has a name in words wherever the server writes it', () => {
    const known: Record<string, string> = loadMessages('en').settings.audit.recorded;
    const names = recordedNames();
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => known[name] === undefined)).toEqual([]);
  });

  it('is said to be one of a closed list, or not, wherever the server writes it', () => {
    const said = [...Object.keys(RECORDED_WORDS), ...NO_WORDS];
    expect(recordedNames().filter((name) => !said.includes(name))).toEqual([]);
  });

  it.each(LOCALES)('has a word in %s for each value of a closed list', (locale) => {
    const words: Record<string, Record<string, string>> = loadMessages(locale).settings.audit.value;
    const raw = Object.entries(RECORDED_WORDS).flatMap(([name, values]) =>
      values.filter((value) => !words[name]?.[value]).map((value) => `${name}: ${value}`),
    );
    expect(raw).toEqual([]);
  });

  it('stands on one line in words, without what is nothing', () => {
    const text = recordedText(frenchTexts(), { locale: 'fr', timeZone: 'Europe/Paris' });
    const line = (action: string, detail: object) => text.partsOf(action, detail).join(', ');
    expect(line('reportKey.added', { added: 'used' })).toBe('Ajouté\u202f: première utilisation');
    expect(line('fabric.renamed', { from: 'done', to: 'used' })).toBe('De\u202f: done, À\u202f: used');
    expect(line('plan.taskSet', { group: 'fix:ab12', from: 'todo', to: 'done', note: null })).toBe(
      'Groupe de tâches\u202f: réglages, De\u202f: à faire, À\u202f: en attente de preuve',
    );
    expect(line('operator.changed', { after: { role: 'viewer', fabrics: ['A', 'B'] } })).toBe(
      'Après\u202f: Rôle\u202f: lecteur; Fabrics\u202f: A B',
    );
    expect(line('x.y', { rhythm: 'week 1 06:00 Europe/Paris', enabled: true, times: 3 })).toBe(
      'Périodicité\u202f: hebdomadaire 1 06:00 Europe/Paris, Activé\u202f: oui, Nombre de fois\u202f: 3',
    );
    expect(line('exception.approved', { endsAt: '2026-12-24T22:59:59.999Z' })).toMatch(
      /Fin\u202f: 24 décembre 2026/,
    );
    expect(line('x.y', {})).toBe('');
  });
});

describe('a sentence of the server', () => {
  it('has a text of its own wherever somebody can be denied something', () => {
    const denials = writtenDenials();
    expect(denials.length).toBeGreaterThan(10);
    expect(denials.filter((text) => recordedSentence(text) === null)).toEqual([]);
  });

  it('is told as it is written, and no other', () => {
    const sources = serverSources().join('\n');
    expect(Object.values(RECORDED_SENTENCES).filter((text) => !sources.includes(`'${text}'`))).toEqual([]);
  });

  it('is said in the language of the reader, and what a person wrote as it stands', () => {
    const text = recordedText(frenchTexts(), { locale: 'fr', timeZone: 'Europe/Paris' });
    const said = (action: string, name: string, value: string) => text.textOf({ action, name, value });
    const role = 'Your role does not allow this (host.work)';
    expect(said('access.denied', 'reason', role)).toBe('Le rôle ne le permet pas (host.work)');
    expect(said('host.enrollmentRefused', 'reason', RECORDED_SENTENCES.otherFabric)).toBe(
      'inscrit dans une autre fabric',
    );
    expect(said('report.notMailed', 'detail', RECORDED_SENTENCES.noAddress)).toBe(
      'Ce n’est pas une adresse e-mail',
    );
    expect(said('access.denied', 'reason', 'Of another version')).toBe('Of another version');
    expect(said('host.acknowledged', 'reason', role)).toBe(role);
  });
});

const frenchTexts = () =>
  createTranslator({ locale: 'fr', messages: loadMessages('fr'), namespace: 'settings.audit' }) as never;
