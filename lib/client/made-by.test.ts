import { expect, it } from 'vitest';
import { isMadeByShell } from '@/lib/client/made-by';

it('is the shell by the id, and not by the name', () => {
  const person = { createdBy: '01990000-0000-7000-8000-000000000000', createdByName: 'cli' };
  expect(isMadeByShell(person)).toBe(false);
  expect(isMadeByShell({ createdBy: 'cli' })).toBe(true);
});
