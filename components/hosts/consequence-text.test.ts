import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { consequenceOf } from '@/components/hosts/consequence-text';
import { STATES, type State } from '@/lib/domain/vocabulary';
import en from '@/lib/i18n/messages/en/hosts.json';
import fr from '@/lib/i18n/messages/fr/hosts.json';

const NONE = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;

const figures = (states: Partial<Record<State, number>>, blocked = 0, unverified = 0) => ({
  total: Object.values(states).reduce((sum, count) => sum + count, 0),
  states: { ...NONE, ...states },
  vms: { total: 0, blocked, unverified },
});
type Figures = ReturnType<typeof figures>;

const say = (listed: Figures, all: Figures): string[] => [
  consequenceOf(createTranslator({ locale: 'en', messages: { hosts: en }, namespace: 'hosts' }), listed, all),
  consequenceOf(createTranslator({ locale: 'fr', messages: { hosts: fr }, namespace: 'hosts' }), listed, all),
];

const FLEET = figures({ Passed: 211, TpmError: 25, Silent: 4 }, 84, 11);

describe('the consequence of a list', () => {
  it.each<[string, Figures, Figures, string, string]>([
    [
      'all of a fleet of which some fail and some are silent',
      FLEET,
      FLEET,
      '25 of 240 cannot run shielded VMs, blocking 84 VMs; 4 silent, 11 VMs unverified',
      '25 sur 240 ne peuvent pas exécuter de VM protégées, ce qui bloque 84 VM\u202f; 4 silencieux, 11 VM non vérifiées',
    ],
    [
      'silent ones alone',
      figures({ Silent: 4 }, 0, 11),
      FLEET,
      '4 of 240 hosts match, 4 silent, 11 VMs unverified',
      '4 hôtes correspondent sur 240, 4 silencieux, 11 VM non vérifiées',
    ],
    [
      'failing ones alone',
      figures({ TpmError: 25 }, 84),
      FLEET,
      '25 of 240 hosts match, 25 cannot run shielded VMs, blocking 84 VMs',
      '25 hôtes correspondent sur 240, 25 ne peuvent pas exécuter de VM protégées, ce qui bloque 84 VM',
    ],
    [
      'both',
      figures({ Passed: 5, TpmError: 1, Silent: 1 }, 1, 1),
      FLEET,
      '7 of 240 hosts match, 1 cannot run shielded VMs, blocking 1 VM; 1 silent, 1 VM unverified',
      '7 hôtes correspondent sur 240, 1 ne peut pas exécuter de VM protégées, ce qui bloque 1 VM\u202f; 1 silencieux, 1 VM non vérifiée',
    ],
    [
      'a fleet with silent hosts and no failing one',
      figures({ Passed: 9, Silent: 1 }, 0, 3),
      figures({ Passed: 9, Silent: 1 }, 0, 3),
      '1 of 10 is silent, 3 VMs unverified',
      '1 sur 10 est silencieux, 3 VM non vérifiées',
    ],
    [
      'failing ones and a silent one without a VM',
      figures({ TpmError: 2, Silent: 1 }, 5),
      figures({ Passed: 7, TpmError: 2, Silent: 1 }, 5),
      '2 of 10 cannot run shielded VMs, blocking 5 VMs; 1 silent',
      '2 sur 10 ne peuvent pas exécuter de VM protégées, ce qui bloque 5 VM\u202f; 1 silencieux',
    ],
    [
      'silent ones without a VM',
      figures({ Silent: 2 }),
      FLEET,
      '2 of 240 hosts match, 2 silent',
      '2 hôtes correspondent sur 240, 2 silencieux',
    ],
  ])('of %s', (_what, listed, all, english, french) => {
    expect(say(listed, all)).toEqual([english, french]);
  });
});
