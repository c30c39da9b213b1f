import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lastLists, rememberList } from './last-lists';
import { keepTabFor } from './tab-owner';

const values = new Map<string, string>();
const sessionStorage = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
  clear: () => values.clear(),
};

beforeEach(() => {
  values.clear();
  vi.stubGlobal('window', { sessionStorage });
});

afterEach(() => vi.unstubAllGlobals());

it('leaves what a tab keeps to the person who was there before, and to nobody else', () => {
  keepTabFor('ann');
  rememberList('/hosts?state=Silent');
  keepTabFor('ann');
  expect(lastLists()).not.toBe('');
  keepTabFor('ben');
  expect(lastLists()).toBe('');
  rememberList('/hosts?state=Faulty');
  keepTabFor('ann');
  expect(lastLists()).toBe('');
});

it('gives nobody what a tab keeps of a person whom it does not know', () => {
  rememberList('/hosts?state=Silent');
  keepTabFor('ann');
  expect(lastLists()).toBe('');
});

it('does nothing where the browser keeps nothing for pages', () => {
  const refuse = () => {
    throw new DOMException('The operation is insecure', 'SecurityError');
  };
  vi.stubGlobal('window', { sessionStorage: { ...sessionStorage, getItem: refuse } });
  expect(() => keepTabFor('ann')).not.toThrow();
});
