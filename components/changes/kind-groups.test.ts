import { describe, expect, it } from 'vitest';
import { countsOfGroups, groupsOfKinds } from './kind-groups';

it('tells which groups kinds are of, and whether they are all of it', () => {
  expect(groupsOfKinds(['retired', 'recovery', 'improvement'])).toEqual([
    { group: 'better', isWhole: true },
    { group: 'hosts', isWhole: false },
  ]);
});

describe('the counts of the groups', () => {
  it('sum up their kinds, and all kinds, also those that no group has', () => {
    const byKind = [
      { kind: 'transition', count: 3 },
      { kind: 'regression', count: 1 },
      { kind: 'recovery', count: 1 },
      { kind: 'improvement', count: 2 },
      { kind: 'silent', count: 2 },
      { kind: 'ofTomorrow', count: 5 },
    ];
    expect(countsOfGroups(byKind)).toMatchObject({ turned: 4, silence: 2, better: 3, plans: 0, all: 14 });
    expect(countsOfGroups(null)).toBeNull();
  });
});
