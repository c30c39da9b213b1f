'use client';

import { cva } from 'class-variance-authority';
import { useLocale, useTranslations } from 'next-intl';
import { BootCell, bootCellClass } from '@/components/secure-boot/boot-cell';
import { ClassText, useWholeClassName } from '@/components/secure-boot/class-text';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { StageLegend } from '@/components/secure-boot/stage-legend';
import { type Column, DataTable } from '@/components/table/data-table';
import { Panel } from '@/components/ui/panel';
import { hostsExportAddress } from '@/lib/client/host-address';
import type { SecureBoot, SecureBootClass } from '@/lib/contracts/secure-boot';
import { defaultHostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';
import { BOOT_STAGES, type BootStage } from '@/lib/domain/secure-boot/stage';

const isEdge = (stage: BootStage) => stage === 'waitsForKek' || stage === 'notKnown';

const edgeClass = cva('border-l', {
  variants: { isEdge: { true: 'border-l-line-2', false: 'border-l-line' } },
});
const groupClass = cva('bg-raised px-2 pt-2 text-left text-micro font-normal whitespace-normal text-ink-3', {
  variants: { isEdge: { true: 'border-l border-line-2' } },
});

/** Classes of hosts by the stage that they are at: each cell leads to its hosts. */
export function StageMatrix({ boot }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.matrix');
  const more = boot.classCount - boot.classes.length;
  const columns = useColumns(boot);
  return (
    <Panel
      title={t('title')}
      hint={<span className="max-desk:hidden">{t('hint')}</span>}
      aside={<ExportLink boot={boot} />}
      footer={<StageLegend boot={boot} />}
    >
      <div data-matrix>
        <DataTable
          label={t('title')}
          {...{ columns }}
          rows={boot.classes}
          keyOf={({ total }) => total.filter}
          look="tight"
          className="min-w-260 table-fixed print:min-w-0"
          above={<Groups />}
          more={more > 0 ? t('more', { count: more }) : undefined}
        />
      </div>
    </Panel>
  );
}

/** The file of all these hosts, each with its stage. */
function ExportLink({ boot }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.matrix');
  const lang = useLocale() === 'fr' ? 'fr' : 'en';
  const reading = parseHostQuery([...new URLSearchParams(boot.total.filter)]);
  const query = reading.ok ? reading.query : defaultHostQuery();
  return (
    <a
      className="underline decoration-line-2 underline-offset-3 hover:decoration-current print:hidden"
      href={hostsExportAddress(query, { format: 'csv', lang })}
      download
    >
      {t('export')}
    </a>
  );
}

/** What the columns below have in common. */
function Groups() {
  const t = useTranslations('secureBoot.matrix');
  return (
    <tr>
      <td className={groupClass({ className: 'w-54' })} />
      <th scope="colgroup" colSpan={5} className={groupClass()}>
        {t('stages')}
      </th>
      <th scope="colgroup" colSpan={2} className={groupClass({ isEdge: true })}>
        {t('held')}
      </th>
      <th scope="colgroup" className={groupClass({ isEdge: true })}>
        {t('notKnown')}
      </th>
      <td className={groupClass({ className: 'w-23 border-l border-line' })} />
    </tr>
  );
}

function useColumns({ stages, total }: SecureBoot): Column<SecureBootClass>[] {
  const t = useTranslations('secureBoot');
  const stageName = useTranslations('fleet.bootStage');
  const nameOf = useWholeClassName();
  const headClass = 'bg-raised py-2 align-bottom whitespace-normal text-ink';
  const ofStage = (stage: BootStage): Column<SecureBootClass> => {
    const sum = stages.find((one) => one.stage === stage);
    const cellOf = (row: SecureBootClass) => row.cells.find((cell) => cell.stage === stage) ?? null;
    return {
      id: stage,
      header: (
        <>
          {t(`head.${stage}`)}
          <span className="block text-micro font-normal text-ink-3">{t(`stage.${stage}`)}</span>
        </>
      ),
      headClass,
      className: edgeClass({ isEdge: isEdge(stage) }),
      cellClass: (row) => bootCellClass(cellOf(row)),
      cell: (row) => <BootCell stage={stage} bootClass={nameOf(row)} cell={cellOf(row)} />,
      foot: sum && <Figures {...sum} label={t('cell.stage', { ...sum, stage: stageName(stage) })} />,
    };
  };
  return [
    {
      id: 'class',
      header: t('matrix.class'),
      headClass,
      isName: true,
      cell: (row) => (
        <div className="py-2 text-micro text-ink-3">
          <ClassText {...row} />
        </div>
      ),
      foot: t('matrix.all'),
    },
    ...BOOT_STAGES.map(ofStage),
    {
      id: 'total',
      header: t('matrix.total'),
      headClass,
      isRight: true,
      className: 'border-l border-l-line',
      cell: (row) => <Figures {...row.total} label={t('cell.all', { ...row.total, name: nameOf(row) })} />,
      foot: <Figures {...total} />,
    },
  ];
}

type FiguresProps = { hosts: number; vms: number; filter: string; label?: string };

function Figures({ hosts, vms, filter, label }: FiguresProps) {
  const t = useTranslations('secureBoot');
  return (
    <FigureLink className="block py-2 hover:underline" {...{ filter, label }}>
      <b className="block font-semibold">{hosts}</b>
      <span className="block text-micro font-normal text-ink-3">{t('vms', { count: vms })}</span>
    </FigureLink>
  );
}
