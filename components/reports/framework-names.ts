import type { FrameworkRow } from '@/lib/contracts/reports';

/** Names of frameworks by their keys; one that is not there any more by its key. The version of then stands in the report. */
export const frameworkNames = (
  keys: readonly string[],
  frameworks: readonly Pick<FrameworkRow, 'framework' | 'name'>[],
): string => keys.map((key) => frameworks.find(({ framework }) => framework === key)?.name ?? key).join(', ');
