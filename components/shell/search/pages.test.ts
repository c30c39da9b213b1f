import { expect, it } from 'vitest';
import { mayDo } from '@/lib/domain/permissions';
import { ROLES } from '@/lib/domain/roles';
import { bestMatch } from '@/lib/domain/search';
import { loadMessages } from '@/lib/i18n/messages';
import { actionsFor, ONLY_FOR, pagesFor } from './pages';

it('names for each page that a role may not open exactly those roles that may', () => {
  for (const role of ROLES)
    for (const { name, needs, onlyFor } of pagesFor(role)) {
      const allowed = ROLES.filter((one) => mayDo(one, needs));
      expect(onlyFor === null, `${role} ${name}`).toBe(allowed.includes(role));
      if (onlyFor !== null) expect([...ONLY_FOR[onlyFor]].sort(), name).toEqual(allowed.toSorted());
    }
});

it('has nothing to do with hosts for who may only read', () => {
  expect(actionsFor('viewer').map(({ name }) => name)).toEqual(['exportHosts', 'exportChanges']);
  expect(actionsFor('operator').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['acknowledge', 'owner', 'note']),
  );
});

it('has what is administered for administrators alone', () => {
  const ofRecords = ['retireHost', 'reenrollHost', 'unlockHost', 'mergeHosts'];
  const administered = ['inviteOperator', 'newApiToken', 'newEnrollmentToken', 'testMail', ...ofRecords];
  expect(actionsFor('administrator').map(({ name }) => name)).toEqual(expect.arrayContaining(administered));
  for (const role of ROLES.filter((one) => one !== 'administrator'))
    expect(actionsFor(role).filter(({ name }) => administered.includes(name))).toEqual([]);
});

it.each([
  ['en', 'retire', 'retireHost'],
  ['en', 'decommission', 'retireHost'],
  ['en', 'reenrol', 'reenrollHost'],
  ['en', 're-enrol', 'reenrollHost'],
  ['en', 'enrol again', 'reenrollHost'],
  ['en', 'unlock', 'unlockHost'],
  ['en', 'merge', 'mergeHosts'],
  ['fr', 'retirer', 'retireHost'],
  ['fr', 'réinscrire', 'reenrollHost'],
  ['fr', 'réinscription', 'reenrollHost'],
  ['fr', 'deverrouiller', 'unlockHost'],
  ['fr', 'fusionner', 'mergeHosts'],
] as const)('in %s “%s” finds %s', (lang, text, name) => {
  const { action, words } = loadMessages(lang).search;
  expect(bestMatch([action[name], words[name]], text)).not.toBeNull();
});
