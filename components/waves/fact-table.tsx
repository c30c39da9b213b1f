import { useTranslations } from 'next-intl';
import { shortHashes } from '@/components/fleet/wave-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { WaveDetail } from '@/lib/contracts/waves';

type Fact = WaveDetail['facts'][number];

const BAR = 168;

/** What the hosts of a wave have that others have not, with how many of either. */
export function FactTable({ detail }: { detail: WaveDetail }) {
  const t = useTranslations('waves');
  const { facts, rest, wave } = detail;
  const hint = rest === 0 ? t('facts.noRest') : t('facts.hint', { count: rest });
  const of = (part: number, whole: number) => t('of', { part, whole });
  const figure = { isRight: true, className: 'whitespace-nowrap' };
  const columns: Column<Fact>[] = [
    {
      id: 'fact',
      header: t('column.fact'),
      isName: true,
      cell: (fact) => (
        <>
          <span className="text-ink-2">{t(`facts.name.${fact.fact}`)}</span>
          <span className="block tablet:hidden">
            <Value fact={fact} />
          </span>
        </>
      ),
    },
    {
      id: 'value',
      header: t('column.value'),
      from: 'tablet',
      className: 'wrap-anywhere',
      cell: (fact) => <Value fact={fact} />,
    },
    {
      id: 'share',
      header: t('column.share'),
      from: 'desk',
      cell: (fact) => <Bars wave={fact.wave / wave.hosts} rest={rest === 0 ? 0 : fact.rest / rest} />,
    },
    { id: 'ofWave', header: t('column.ofWave'), ...figure, cell: (fact) => of(fact.wave, wave.hosts) },
    { id: 'ofRest', header: t('column.ofRest'), ...figure, cell: (fact) => of(fact.rest, rest) },
    {
      id: 'difference',
      header: t('column.difference'),
      from: 'tablet',
      ...figure,
      cell: ({ difference }) => <b>{t('points', { points: Math.round(difference) })}</b>,
    },
  ];
  return (
    <Panel title={t('facts.title', { count: wave.hosts })} hint={hint} footer={t('facts.footer')}>
      <DataTable
        label={t('facts.title', { count: wave.hosts })}
        {...{ columns }}
        rows={facts}
        keyOf={({ fact }) => fact}
        empty={t('facts.none')}
      />
    </Panel>
  );
}

function Value({ fact: { fact, value } }: { fact: Fact }) {
  return (
    <ForeignText text={fact === 'ciPolicy' ? shortHashes(value) : value} title={value} breaksBetweenWords />
  );
}

/** The figures stand beside it in words. */
function Bars({ wave, rest }: { wave: number; rest: number }) {
  return (
    <svg width={BAR} height={16} viewBox={`0 0 ${BAR} 16`} aria-hidden="true">
      <rect className="fill-sunken" y={1} width={BAR} height={6} rx={1} />
      <rect className="fill-ink" y={1} width={BAR * wave} height={6} rx={1} />
      <rect className="fill-sunken" y={9} width={BAR} height={6} rx={1} />
      <rect className="fill-ink-3" y={9} width={BAR * rest} height={6} rx={1} />
    </svg>
  );
}
