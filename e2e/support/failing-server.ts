import type { Page } from '@playwright/test';

const error = { message: 'x', code: -32603, data: { code: 'internal', httpStatus: 500 } };

/** Every question of the page is answered with an error from now on. */
export const answerWithErrors = (page: Page) =>
  page.route('**/api/trpc/**', (route) => {
    const calls = new URL(route.request().url()).pathname.split(',').length;
    return route.fulfill({ status: 500, json: Array.from({ length: calls }, () => ({ error })) });
  });
