'use client';

import { cva } from 'class-variance-authority';
import { useLocale, useTranslations } from 'next-intl';
import { BootCell, cellClass } from '@/components/secure-boot/boot-cell';
import { ClassText, useWholeClassName } from '@/components/secure-boot/class-text';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { StageLegend } from '@/components/secure-boot/stage-legend';
import { Panel } from '@/components/ui/panel';
import { hostsExportAddress } from '@/lib/client/host-address';
import type { SecureBoot, SecureBootClass } from '@/lib/contracts/secure-boot';
import { defaultHostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';
import { BOOT_STAGES, type BootStage } from '@/lib/domain/secure-boot/stage';

const isEdge = (stage: BootStage) => stage === 'waitsForKek' || stage === 'notKnown';

const headClass = cva(
  'bg-raised px-2 py-2 text-left align-bottom text-small font-medium whitespace-normal text-ink',
  {
    variants: { isEdge: { true: 'border-l border-line-2' } },
  },
);
const groupClass = cva('bg-raised px-2 pt-2 text-left text-micro font-normal whitespace-normal text-ink-3', {
  variants: { isEdge: { true: 'border-l border-line-2' } },
});

/** Classes of hosts by the stage that they are at: each cell leads to its hosts. */
export function StageMatrix({ boot }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.matrix');
  const more = boot.classCount - boot.classes.length;
  return (
    <Panel
      title={t('title')}
      hint={<span className="max-desk:hidden">{t('hint')}</span>}
      aside={<ExportLink boot={boot} />}
      footer={<StageLegend boot={boot} />}
    >
      <div className="relative overflow-x-auto print:overflow-visible" data-matrix>
        <table className="w-full min-w-260 table-fixed print:min-w-0" aria-label={t('title')}>
          <Head />
          <tbody>
            {boot.classes.map((row) => (
              <ClassLine key={row.total.filter} row={row} />
            ))}
          </tbody>
          <Foot boot={boot} />
        </table>
      </div>
      {more > 0 && (
        <p className="border-t border-line px-4 py-2 text-small text-ink-2">{t('more', { count: more })}</p>
      )}
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

function Head() {
  const t = useTranslations('secureBoot');
  return (
    <thead>
      <tr>
        <td className={groupClass({ className: 'w-54' })} />
        <th scope="colgroup" colSpan={5} className={groupClass()}>
          {t('matrix.stages')}
        </th>
        <th scope="colgroup" colSpan={2} className={groupClass({ isEdge: true })}>
          {t('matrix.held')}
        </th>
        <th scope="colgroup" className={groupClass({ isEdge: true })}>
          {t('matrix.notKnown')}
        </th>
        <td className={groupClass({ className: 'w-23 border-l border-line' })} />
      </tr>
      <tr>
        <th scope="col" className={headClass({ className: 'pl-4' })}>
          {t('matrix.class')}
        </th>
        {BOOT_STAGES.map((stage) => (
          <th key={stage} scope="col" className={headClass({ isEdge: isEdge(stage) })}>
            {t(`head.${stage}`)}
            <span className="block text-micro font-normal text-ink-3">{t(`stage.${stage}`)}</span>
          </th>
        ))}
        <th scope="col" className={headClass({ className: 'border-l border-line pr-4 text-right' })}>
          {t('matrix.total')}
        </th>
      </tr>
    </thead>
  );
}

function ClassLine({ row }: { row: SecureBootClass }) {
  const t = useTranslations('secureBoot');
  const name = useWholeClassName()(row);
  return (
    <tr>
      <th
        scope="row"
        className="border-t border-line py-2 pr-2 pl-4 text-left align-middle text-micro font-normal whitespace-normal text-ink-3"
      >
        <ClassText {...row} />
      </th>
      {BOOT_STAGES.map((stage) => (
        <BootCell
          key={stage}
          stage={stage}
          isEdge={isEdge(stage)}
          bootClass={name}
          cell={row.cells.find((cell) => cell.stage === stage) ?? null}
        />
      ))}
      <td className="border-t border-l border-line py-2 pr-4 pl-2 text-right align-middle tabular-nums">
        <FigureLink
          className="block hover:underline"
          filter={row.total.filter}
          label={t('cell.all', { ...row.total, name })}
        >
          <b className="block font-semibold">{row.total.hosts}</b>
          <span className="block text-micro text-ink-3">{t('vms', { count: row.total.vms })}</span>
        </FigureLink>
      </td>
    </tr>
  );
}

function Foot({ boot }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot');
  const stageName = useTranslations('fleet.bootStage');
  return (
    <tfoot>
      <tr>
        <th scope="row" className="border-t border-line-2 py-2 pr-2 pl-4 text-left text-small font-semibold">
          {t('matrix.all')}
        </th>
        {boot.stages.map(({ stage, hosts, vms, filter }) => (
          <td key={stage} className={cellClass({ isEdge: isEdge(stage), isFoot: true })}>
            <FigureLink
              className="block px-2 py-2 hover:underline"
              filter={filter}
              label={t('cell.stage', { hosts, vms, stage: stageName(stage) })}
            >
              <b className="block font-semibold">{hosts}</b>
              <span className="block text-micro text-ink-3">{t('vms', { count: vms })}</span>
            </FigureLink>
          </td>
        ))}
        <td className="border-t border-l border-line-2 border-l-line py-2 pr-4 pl-2 text-right tabular-nums">
          <FigureLink className="block hover:underline" filter={boot.total.filter}>
            <b className="block font-semibold">{boot.total.hosts}</b>
            <span className="block text-micro text-ink-3">{t('vms', { count: boot.total.vms })}</span>
          </FigureLink>
        </td>
      </tr>
    </tfoot>
  );
}
