import { useTranslations } from 'next-intl';
import { CatalogueItem, CatalogueLine } from '@/components/fleet/catalogue-item';
import { ICON_OF_PART, PartSteps, useRepairTitle, WhyTwice } from '@/components/fleet/repair-part';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { CatalogueEntry, ExplainOutput, Repair } from '@/lib/contracts/catalogue';
import { keyOfPart } from '@/lib/domain/remediation/repair-sequence';

type RepairPanelProps = Pick<ExplainOutput, 'remediation' | 'repair'>;

/** How to fix what the text says; the repairs of several hosts are no sequence. */
export function RepairPanel({ remediation, repair }: RepairPanelProps) {
  const t = useTranslations('explain');
  return (
    <Panel title={t('howToFix')} hint={t('howToFixHint', { count: remediation.length })}>
      {repair === null ? (
        remediation.map((entry, index) => (
          <CatalogueItem
            key={`${entry.key} ${entry.modes?.join(' ')}`}
            title={entry.title}
            name={entry.key}
            entries={[entry]}
            isOpen={index === 0}
          />
        ))
      ) : (
        <Sequence {...{ remediation, repair }} />
      )}
    </Panel>
  );
}

type SequenceProps = Pick<ExplainOutput, 'remediation'> & { repair: Repair };

/** What several entries ask for alike is told once. */
function Sequence({ remediation, repair }: SequenceProps) {
  const titleOf = useRepairTitle(repair);
  const nameOf = (key: string) => nameIn(remediation, key);
  return (
    <>
      <WhyTwice repair={repair} />
      {repair.parts.map((part, index, parts) => {
        const entry = remediation[part.entry ?? -1];
        const key = keyOfPart(part, index, parts);
        const isFirstOfEntry = parts.findIndex((other) => other.entry === part.entry) === index;
        if (entry && isFirstOfEntry)
          return (
            <CatalogueItem
              key={key}
              title={entry.title}
              name={entry.key}
              entries={[entry]}
              steps={part.steps}
              isOpen={index === 0}
            />
          );
        const title = titleOf(part, nameOf);
        const icon = ICON_OF_PART[part.part];
        return (
          <CatalogueLine
            key={key}
            title={title}
            needsRestart={part.part === 'restart'}
            glyph={icon && <Icon name={icon} size={14} />}
            isOpen={index === 0}
          >
            <PartSteps {...{ part, repair, title }} />
          </CatalogueLine>
        );
      })}
    </>
  );
}

/** What HGS calls it; what it has no word for is told by its title. */
function nameIn(entries: readonly CatalogueEntry[], key: string): string {
  const entry = entries.find((candidate) => candidate.key === key);
  return entry === undefined || entry.kind === 'check' || entry.kind === 'status' ? key : entry.title;
}
