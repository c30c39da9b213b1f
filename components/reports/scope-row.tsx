'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { chipsOfAll, type FilterChip, withWord } from '@/components/fleet/filter-chips';
import { UnknownWords } from '@/components/fleet/unknown-words';
import { useValueText } from '@/components/fleet/value-text';
import { FormRow } from '@/components/reports/form-row';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { SelectField } from '@/components/ui/select-field';
import { hostsAddress } from '@/lib/client/host-address';
import { useTRPC } from '@/lib/client/trpc';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { visibleText } from '@/lib/util/visible-text';

type ScopeRowProps = {
  filter: HostFilter;
  /** Names of those that one sees. */
  fabrics: readonly string[];
  hint: string;
  /** When hosts have to have what the filter asks for; null for now. */
  at: Date | null;
  onChange: (filter: HostFilter) => void;
};

/** Which hosts: a fabric by a list, everything else as the list of hosts filters. */
export function ScopeRow({ filter, fabrics, hint, at, onChange }: ScopeRowProps) {
  const t = useTranslations('reports.form');
  const chips = chipsOfAll(
    chosenFabric(filter, fabrics) === null ? filter : { ...filter, fabric: undefined },
  );
  return (
    <FormRow title={t('scope')} hint={hint}>
      <FabricChoice {...{ filter, fabrics, onChange }} />
      <ul className="flex max-w-full flex-wrap gap-2 empty:hidden">
        {chips.map((chip) => (
          <Chip
            key={`${chip.word} ${chip.isNegative}`}
            chip={chip}
            onRemove={() => onChange(withoutWord(filter, chip))}
          />
        ))}
      </ul>
      <div className="grid gap-1 text-small empty:hidden" role="status">
        <UnknownWords question={{ filter, at }} isAskedOnce />
      </div>
      <Link
        className="text-small underline decoration-line-2 underline-offset-3"
        href={hostsAddress({ filter })}
      >
        {t('otherHosts')}
      </Link>
    </FormRow>
  );
}

function withoutWord(filter: HostFilter, { word, isNegative }: FilterChip): HostFilter {
  const { include = [], exclude = [] } = filter[word] ?? {};
  return withWord(filter, word, isNegative ? { include, exclude: [] } : { include: [], exclude });
}

const ALL = '';
const SEVERAL = '-';
/** Before a name, so that none reads as one of the others. */
const MARK = '=';

/** What the choice of a fabric shows; null where the filter says more than one choice can. */
function chosenFabric({ fabric }: HostFilter, fabrics: readonly string[]): string | null {
  const { include = [], exclude = [] } = fabric ?? {};
  const [one] = include;
  if (one === undefined) return exclude.length === 0 ? ALL : null;
  return include.length === 1 && exclude.length === 0 && fabrics.includes(one) ? MARK + one : null;
}

function FabricChoice({ filter, fabrics, onChange }: Omit<ScopeRowProps, 'hint' | 'at'>) {
  const t = useTranslations('reports.form');
  const one = chosenFabric(filter, fabrics);
  const named = fabrics.map((name) => ({ value: MARK + name, label: visibleText(name) }));
  const several = one === null ? [{ value: SEVERAL, label: t('severalFabrics') }] : [];
  return (
    <SelectField
      label={t('fabric')}
      value={one === null ? SEVERAL : one}
      choices={[{ value: ALL, label: t('everyFabric') }, ...named, ...several]}
      onChange={({ target: { value } }) => {
        if (value === SEVERAL) return;
        const chosen = value === ALL ? [] : [value.slice(MARK.length)];
        onChange(withWord(filter, 'fabric', { include: chosen, exclude: [] }));
      }}
    />
  );
}

/** Hosts that are asked for by id, as people call them: null for one that is not there now. */
function useHostNames(ids: readonly string[]): (id: string) => string | null {
  const trpc = useTRPC();
  const filter = { id: { include: [...ids].slice(0, MAX_LIMIT), exclude: [] } };
  const { data } = useQuery({
    ...trpc.host.list.queryOptions({ filter, limit: MAX_LIMIT }),
    enabled: ids.length > 0,
  });
  const names = new Map(data?.hosts.map(({ id, hostname }) => [id, visibleText(hostname)]));
  return (id) => names.get(id) ?? null;
}

function Chip({ chip, onRemove }: { chip: FilterChip; onRemove: () => void }) {
  const t = useTranslations('hosts');
  const valueText = useValueText();
  const word = t(`word.${chip.word}`);
  const nameOf = useHostNames(chip.word === 'id' ? chip.values : []);
  const value = chip.values.map((text) => nameOf(text) ?? valueText(chip.word, text)).join(', ');
  return (
    <li className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-panel border border-line-2 bg-surface pr-1 pl-2.5 text-small">
      <span className="text-ink-3">{t(chip.isNegative ? 'isNot' : 'is', { word })}</span>
      <b className="truncate" title={value}>
        <bdi>{value}</bdi>
      </b>
      <button
        type="button"
        aria-label={t('remove', { word, value })}
        className="grid size-6 cursor-pointer place-items-center rounded-cell text-ink-3 hover:bg-sunken hover:text-ink"
        onClick={onRemove}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}
