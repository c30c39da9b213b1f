import type { Page } from '@playwright/test';

/** Holds back what the page asks for at these addresses until it is let go. */
export async function holdRequests(page: Page, addresses: string | RegExp): Promise<() => void> {
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(addresses, async (route) => {
    await isLetGo;
    await route.continue();
  });
  return letGo;
}

/** Has the server do once what is asked for there, and loses its answer. */
export const loseAnswer = (page: Page, addresses: RegExp): Promise<unknown> =>
  page.route(
    addresses,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
