import { expect, it } from 'vitest';
import { isPageAsked, notePageAsked } from '@/components/ui/asked-page';

it('a page is waited for until each part that asked for one has it', () => {
  expect(isPageAsked()).toBe(false);
  const one = notePageAsked();
  const other = notePageAsked();
  one();
  expect(isPageAsked()).toBe(true);
  other();
  expect(isPageAsked()).toBe(false);
});
