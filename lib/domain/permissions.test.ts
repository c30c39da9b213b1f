import { describe, expect, it } from 'vitest';
import { type Action, mayDo, narrowerRole, PERMISSIONS } from '@/lib/domain/permissions';
import { ROLES } from '@/lib/domain/roles';

const actions = Object.keys(PERMISSIONS) as Action[];

describe('permissions', () => {
  it('let an administrator do everything', () => {
    expect(actions.filter((action) => !mayDo('administrator', action))).toEqual([]);
  });

  it('let a viewer do no more than any other role', () => {
    const viewers = actions.filter((action) => mayDo('viewer', action));
    for (const role of ROLES) expect(viewers.filter((action) => !mayDo(role, action))).toEqual([]);
  });

  it('of two roles together are those that both have, and all of one that has the fewer', () => {
    const rightsOf = (role: (typeof ROLES)[number]) => actions.filter((action) => mayDo(role, action));
    for (const one of ROLES)
      for (const other of ROLES) {
        const narrower = narrowerRole(one, other);
        const both = rightsOf(one).filter((action) => mayDo(other, action));
        expect(both).toEqual(expect.arrayContaining(rightsOf(narrower)));
        expect(narrowerRole(one, one)).toBe(one);
        expect(narrowerRole('administrator', one)).toBe(one);
        expect(narrowerRole(one, 'viewer')).toBe('viewer');
      }
  });

  it('keep fabrics, tokens, operators and hosts to administrators', () => {
    const alone = actions.filter((action) => PERMISSIONS[action].length === 1).sort();
    expect(alone).toEqual([
      'apiToken.manage',
      'enrollment.manage',
      'fabric.create',
      'fabric.rename',
      'framework.manage',
      'host.manage',
      'operator.manage',
      'reportKey.manage',
      'setting.manage',
      'system.backup',
    ]);
  });

  it('show raw snapshots to auditors and operators, the audit log to auditors', () => {
    expect(ROLES.filter((role) => mayDo(role, 'snapshot.read'))).toEqual([
      'auditor',
      'operator',
      'administrator',
    ]);
    expect(ROLES.filter((role) => mayDo(role, 'audit.read'))).toEqual(['auditor', 'administrator']);
  });
});
