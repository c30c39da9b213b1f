import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { shortHashes } from '@/components/fleet/wave-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { WaveDetail } from '@/lib/contracts/waves';

type Fact = WaveDetail['facts'][number];

const BAR = 168;

/** `isTold`: a phone has no room for what other columns tell already. */
const cellClass = cva('border-t border-line px-4 py-2 max-tablet:px-2 max-tablet:first:pl-4', {
  variants: {
    isNumeric: { true: 'text-right whitespace-nowrap tabular-nums' },
    isWide: { true: 'max-desk:hidden' },
    isTold: { true: 'max-tablet:hidden' },
  },
});
const headClass = cva(
  'px-4 py-2 text-left text-small font-medium text-ink-3 max-tablet:px-2 max-tablet:first:pl-4',
  {
    variants: {
      isNumeric: { true: 'text-right' },
      isWide: { true: 'max-desk:hidden' },
      isTold: { true: 'max-tablet:hidden' },
    },
  },
);

/** What the hosts of a wave have that others have not, with how many of either. */
export function FactTable({ detail }: { detail: WaveDetail }) {
  const t = useTranslations('waves');
  const { facts, rest, wave } = detail;
  const hint = rest === 0 ? t('facts.noRest') : t('facts.hint', { count: rest });
  return (
    <Panel title={t('facts.title', { count: wave.hosts })} hint={hint} footer={t('facts.footer')}>
      {facts.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">{t('facts.none')}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full" aria-label={t('facts.title', { count: wave.hosts })}>
            <thead>
              <tr>
                <th scope="col" className={headClass()}>
                  {t('column.fact')}
                </th>
                <th scope="col" className={headClass({ isTold: true })}>
                  {t('column.value')}
                </th>
                <th scope="col" className={headClass({ isWide: true })}>
                  {t('column.share')}
                </th>
                <th scope="col" className={headClass({ isNumeric: true })}>
                  {t('column.ofWave')}
                </th>
                <th scope="col" className={headClass({ isNumeric: true })}>
                  {t('column.ofRest')}
                </th>
                <th scope="col" className={headClass({ isNumeric: true, isTold: true })}>
                  {t('column.difference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {facts.map((fact) => (
                <Row key={fact.fact} fact={fact} sizes={{ wave: wave.hosts, rest }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Row({ fact, sizes }: { fact: Fact; sizes: { wave: number; rest: number } }) {
  const t = useTranslations('waves');
  const value = fact.fact === 'ciPolicy' ? shortHashes(fact.value) : fact.value;
  return (
    <tr>
      <th scope="row" className={cellClass({ className: 'border-b-0 text-left font-normal text-ink-2' })}>
        {t(`facts.name.${fact.fact}`)}
        <span className="block text-ink tablet:hidden">
          <ForeignText text={value} title={fact.value} breaksBetweenWords />
        </span>
      </th>
      <td className={cellClass({ isTold: true, className: 'wrap-anywhere' })}>
        <ForeignText text={value} title={fact.value} breaksBetweenWords />
      </td>
      <td className={cellClass({ isWide: true })}>
        <Bars wave={fact.wave / sizes.wave} rest={sizes.rest === 0 ? 0 : fact.rest / sizes.rest} />
      </td>
      <td className={cellClass({ isNumeric: true })}>{t('of', { part: fact.wave, whole: sizes.wave })}</td>
      <td className={cellClass({ isNumeric: true })}>{t('of', { part: fact.rest, whole: sizes.rest })}</td>
      <td className={cellClass({ isNumeric: true, isTold: true, className: 'font-semibold' })}>
        {t('points', { points: Math.round(fact.difference) })}
      </td>
    </tr>
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
