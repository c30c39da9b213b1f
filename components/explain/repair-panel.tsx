import { useTranslations } from 'next-intl';
import { CatalogueItem, CatalogueLine } from '@/components/fleet/catalogue-item';
import { PartSteps, useRepairTitle, WhyTwice } from '@/components/fleet/repair-part';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { CatalogueEntry, ExplainOutput } from '@/lib/contracts/catalogue';
import { keyOfPart } from '@/lib/domain/remediation/repair-sequence';

type RepairPanelProps = Pick<ExplainOutput, 'remediation' | 'repair'>;

const ICONS = { diagnose: 'search', restart: 'restart', resume: null } as const;

/** How to fix what the text says, as one sequence: what several entries ask for alike is told once. */
export function RepairPanel({ remediation, repair }: RepairPanelProps) {
  const t = useTranslations('explain');
  const titleOf = useRepairTitle(repair);
  const nameOf = (key: string) => nameIn(remediation, key);
  return (
    <Panel title={t('howToFix')} hint={t('howToFixHint', { count: remediation.length })}>
      {repair.firmwareFirst !== null && (
        <div className="border-b border-line px-4 py-2">
          <WhyTwice repair={repair} />
        </div>
      )}
      {repair.parts.map((part, index, parts) => {
        const entry = remediation[part.entry ?? -1];
        const key = keyOfPart(part, index, parts);
        if (part.part === 'fix')
          return (
            entry && (
              <CatalogueItem
                key={key}
                title={entry.title}
                name={entry.key}
                entries={[entry]}
                steps={part.steps}
                isOpen={index === 0}
              />
            )
          );
        const icon = ICONS[part.part];
        return (
          <CatalogueLine
            key={key}
            title={titleOf(part, nameOf)}
            needsRestart={part.part === 'restart'}
            glyph={icon && <Icon name={icon} size={14} />}
            isOpen={index === 0}
          >
            <PartSteps part={part} repair={repair} />
          </CatalogueLine>
        );
      })}
    </Panel>
  );
}

/** What HGS calls it; what it has no word for is told by its title. */
function nameIn(entries: readonly CatalogueEntry[], key: string): string {
  const entry = entries.find((candidate) => candidate.key === key);
  return entry === undefined || entry.kind === 'check' || entry.kind === 'status' ? key : entry.title;
}
