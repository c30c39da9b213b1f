import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS, factsOf, KIND_GROUP_NAMES, kindsOfGroup, knownKind } from './change-kinds';

describe('the kinds of change', () => {
  it('are named by answers in an order that stays: what follows from segments first, then what is told, then what was recorded', () => {
    expect(CHANGE_KINDS).toEqual([
      ...['transition', 'recovery', 'regression', 'back', 'firstReport', 'renamed', 'clusterChanged'],
      ...[
        'firmwareChanged',
        'ciPolicyChanged',
        'agentChanged',
        'improvement',
        'silent',
        'enrolled',
        'retired',
      ],
      ...['merged', 'rejected', 'clockStepped', 'sequenceFellBack', 'snapshotsDropped', 'duplicateIdentity'],
      ...['otherMachine', 'reenrollAllowed', 'reenrollWithdrawn', 'locked', 'unlocked', 'exceptionInForce'],
      ...[
        'exceptionEnded',
        'planOpened',
        'planTaskDone',
        'planTaskProven',
        'planTaskRegressed',
        'planClosed',
      ],
    ]);
  });

  it('stand in the groups of the page Changes, in the order that addresses have', () => {
    expect(KIND_GROUP_NAMES.map((group) => [group, ...kindsOfGroup(group)].join(' '))).toEqual([
      'turned transition regression',
      'better recovery improvement',
      'silence silent back',
      'replaced firmwareChanged ciPolicyChanged clusterChanged agentChanged',
      'hosts firstReport enrolled retired merged renamed duplicateIdentity otherMachine reenrollAllowed reenrollWithdrawn locked unlocked',
      'plans planOpened planTaskDone planTaskProven planTaskRegressed planClosed',
      'exceptions exceptionInForce exceptionEnded',
      'reports rejected clockStepped sequenceFellBack snapshotsDropped',
    ]);
  });

  it('are each told in the table of docs/api.md', () => {
    const lines = readFileSync('docs/api.md', 'utf8').split('\n');
    const rows = lines.slice(lines.indexOf('| `kind` | when |') + 2);
    const told = rows.slice(0, rows.indexOf('')).flatMap((row) => row.split('|')[1]?.match(/\w+/g) ?? []);
    expect(told.sort()).toEqual([...CHANGE_KINDS].sort());
  });

  it('are known by their names, and a later one is not', () => {
    expect(factsOf('merged').titles).toEqual(['merged', 'mergedElsewhere']);
    for (const name of ['sold', 'toString', 'went'])
      expect([knownKind(name), factsOf(name)]).toEqual([undefined, {}]);
  });
});
