import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDIT_ENTITIES, detailLine, recordedValue } from '@/components/settings/audit/audit-text';
import { loadMessages } from '@/lib/i18n/messages';
import { checkoutRoot } from '@/lib/server/process/checkout';

/** Every action that the server writes into the log: as a literal, and as what it chooses from. */
function writtenActions(): string[] {
  const folder = path.join(checkoutRoot(), 'lib/server');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const texts = files
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .filter((text) => /\b(audit|auditAll|countOccurrence)\(/.test(text));
  const found = texts.flatMap((text) => [...text.matchAll(/action:\s*'(\w+\.\w+)'/g)]);
  return [...new Set(found.flatMap(([, action]) => action ?? []))].sort();
}

/** The names of what is recorded besides, where they stand in one line of source. */
function recordedNames(): string[] {
  const folder = path.join(checkoutRoot(), 'lib/server');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const texts = files
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .filter((text) => /\b(audit|auditAll)\(/.test(text));
  const literals = texts.flatMap((text) => [
    ...text.matchAll(/action: '\w+\.\w+'[^{}]*?(?:subject[^}]*\},\s*)?detail: \{ ([^{}]*) \}/g),
  ]);
  const names = literals.flatMap(([, words = '']) =>
    words.split(', ').flatMap((word) => /^\w+/.exec(word)?.[0] ?? []),
  );
  return [...new Set(names)].sort();
}

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

  it('stands on one line, without what is nothing', () => {
    const detail = {
      email: 'a@fab.example',
      fabrics: null,
      hosts: ['A', 'B'],
      times: 3,
      to: { role: 'viewer' },
    };
    const text = {
      pairOf: (name: string, value: unknown) => `${name.toUpperCase()}: ${recordedValue(value)}`,
    };
    expect(detailLine(detail, text)).toBe(
      'EMAIL: a@fab.example, HOSTS: A B, TIMES: 3, TO: {"role":"viewer"}',
    );
    expect(detailLine({}, text)).toBe('');
  });
});
