import { expect, test } from 'vitest';
import { reasonsToTell, updateToldAbove } from '@/components/hosts/restart-reasons';
import type { RestartReasonCode } from '@/lib/domain/restart/may-restart';

const because = (...codes: RestartReasonCode[]) => codes.map((code) => ({ code }));

const told = (drain: RestartReasonCode[], restart: RestartReasonCode[]) => {
  const { first, isFirstAbove, risks, others } = reasonsToTell(
    'restart',
    because(...restart),
    updateToldAbove(because(...drain)),
  );
  const codes = (reasons: { code: string }[]) => reasons.map(({ code }) => code).join();
  return [isFirstAbove ? 'as above' : first?.code, codes(risks), codes(others)];
};

test('an update that decides the drain is told once, and where it decides the restart too it says so', () => {
  const drain: RestartReasonCode[] = ['updateNotProven', 'ableNodes'];
  expect(told(drain, ['vmsRunning', 'updateNotProven', 'ableNodes'])).toEqual([
    'vmsRunning',
    '',
    'ableNodes',
  ]);
  expect(told(drain, ['updateNotProven', 'noVmRunning'])).toEqual(['as above', '', 'noVmRunning']);
});

test('an update that is folded below the drain is told in full below the restart', () => {
  expect(told(['noAbleNode', 'updateNotProven'], ['vmsRunning', 'noAbleNode', 'updateNotProven'])).toEqual([
    'vmsRunning',
    'updateNotProven',
    'noAbleNode',
  ]);
  expect(told([], ['updateNotProven'])).toEqual(['updateNotProven', '', '']);
});

test('any other reason that decides both is told in both', () => {
  expect(told(['hostSilent'], ['hostSilent'])).toEqual(['hostSilent', '', '']);
});
