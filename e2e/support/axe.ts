import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** A rule of WCAG 2.2, which axe leaves off unless it is asked. */
const RULES = { 'target-size': { enabled: true } };

export type Looked = {
  /** Selectors; the whole page where there is none. */
  include?: string[];
  exclude?: string[];
  /** All that are on where none is named. */
  rules?: readonly string[];
  /** Rules that are left out of all. */
  without?: readonly string[];
};

/**
 * What axe finds wrong with a page. It is put into each page once: @axe-core/playwright does so twice for each
 * question, which takes as long as the answers.
 */
export async function violationsIn(page: Page, looked: Looked): Promise<string[]> {
  const { violations } = await judged(page, looked);
  return violations;
}

/** The same, and the values that an attribute has on the elements that passed. */
export async function judged(
  page: Page,
  { include, exclude = [], rules, without = [] }: Looked,
  attribute?: string,
): Promise<{ violations: string[]; passed: string[] }> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const context = { include: include ?? [':root'], exclude };
  const left = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const options: axe.RunOptions = {
    rules: { ...RULES, ...left },
    resultTypes: attribute === undefined ? ['violations'] : ['violations', 'passes'],
    elementRef: attribute !== undefined,
    ...(rules && { runOnly: { type: 'rule' as const, values: [...rules] } }),
  };
  return page.evaluate(
    async ([where, how, name]) => {
      const { violations, passes } = await (Reflect.get(window, 'axe') as typeof axe).run(where, how);
      const elements = passes.flatMap(({ nodes }) => nodes.map(({ element }) => element));
      return {
        violations: violations.map(
          ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => html).join('\n')}`,
        ),
        passed: elements.flatMap((element) => (name && element?.getAttribute(name)) || []),
      };
    },
    [context, options, attribute] as const,
  );
}
