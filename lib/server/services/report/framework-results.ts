import { type FrameworkFile, reviewOf, type Told } from '@/lib/contracts/framework-file';
import type { ReportContent } from '@/lib/contracts/report-content';
import type { ControlFigures } from '@/lib/domain/report/controls';
import type { Locale } from '@/lib/i18n/locales';

const told = (text: Told, lang: Locale): string => (typeof text === 'string' ? text : text[lang]);

/** What the hosts of a report say of the controls of a framework (`figures`), in the language of the report. */
export function frameworkOf(
  { framework: key, version, name, controls, counted, mappings, ...reviewed }: FrameworkFile,
  figures: readonly ControlFigures[],
  lang: Locale,
): ReportContent['frameworks'][number] {
  const results = mappings.flatMap((mapping, index) => {
    const found = figures[index];
    if (found === undefined) return [];
    const { control, relation, checks, causes } = mapping;
    return {
      framework: key,
      frameworkVersion: version,
      ...{ control, relation, checks, causes, ...found },
      title: told(mapping.title, lang),
      reason: told(mapping.reason, lang),
      source: told(mapping.source ?? reviewed.source, lang),
      ...reviewOf(reviewed, mapping),
    };
  });
  return { key, name, version, controls, counted: told(counted, lang), touched: results.length, results };
}
