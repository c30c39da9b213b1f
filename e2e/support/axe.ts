import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** A rule of WCAG 2.2, which axe leaves off unless it is asked. */
const RULES = { 'target-size': { enabled: true } };

type Looked = {
  /** Selectors; the whole page where there is none. */
  include?: string[];
  exclude?: string[];
  /** All that are on where none is named. */
  rules?: readonly string[];
};

/**
 * What axe finds wrong with a page. It is put into each page once: @axe-core/playwright does so twice for each
 * question, which takes as long as the answers.
 */
export async function violationsIn(page: Page, { include, exclude = [], rules }: Looked): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const context = { include: include ?? [':root'], exclude };
  const options: axe.RunOptions = {
    rules: RULES,
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule' as const, values: [...rules] } }),
  };
  return page.evaluate(
    async ([where, how]) => {
      const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run(where, how);
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => html).join('\n')}`,
      );
    },
    [context, options] as const,
  );
}
