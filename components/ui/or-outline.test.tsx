import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { orOutline } from '@/components/ui/or-outline';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function after(ms: number, then: () => string) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return then();
}

test('a page that is there soon has no outline', async () => {
  const drawn = orOutline(
    after(249, () => 'the page'),
    'the outline',
  );
  await vi.advanceTimersByTimeAsync(249);
  expect(await drawn).toMatchObject({ props: { outline: null, children: 'the page' } });
});

test('a page that takes longer has its outline until it is there', async () => {
  const drawn = orOutline(
    after(10_000, () => 'the page'),
    'the outline',
  );
  await vi.advanceTimersByTimeAsync(250);
  expect(await drawn).toMatchObject({ props: { outline: 'the outline' } });
});

test('a page that soon fails fails as a page', async () => {
  const drawn = orOutline(
    after(1, () => {
      throw new Error('refused');
    }),
    'the outline',
  );
  const failure = expect(drawn).rejects.toThrow('refused');
  await vi.advanceTimersByTimeAsync(1);
  await failure;
});
