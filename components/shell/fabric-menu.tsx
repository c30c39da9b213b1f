'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { inputClass } from '@/components/ui/input-class';
import { useScope } from '@/lib/client/use-scope';
import { visibleText } from '@/lib/util/visible-text';

/** One that can be chosen; without a name: all of them. */
export type FabricChoice = {
  id: string;
  name: string | null;
  address: string;
  hosts: number | null;
  isChosen: boolean;
};

type FabricMenuProps = {
  choices: readonly FabricChoice[];
  /** False: they are of no time that the page shows. */
  hasCounts: boolean;
  className?: string;
};

/** What the address asks for and is none of the choices, such as two fabrics. */
const OTHER = 'other';

/** The fabrics as the browser's own list: it shows the chosen one whole where several side by side have no room. */
export function FabricMenu({ choices, hasCounts, className }: FabricMenuProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const router = useRouter();
  const scopeName = useScopeName(useScope());
  const chosen = choices.findIndex(({ isChosen }) => isChosen);
  const labelOf = ({ name, hosts }: FabricChoice) => {
    const label = name === null ? t('allFabrics') : visibleText(name);
    return hosts === null || !hasCounts ? label : `${label} ${format.number(hosts)}`;
  };
  return (
    <span
      className={classNames(
        'relative min-w-0 max-named:order-1 max-named:ml-3 max-tablet:w-[44%]',
        className,
      )}
    >
      <select
        className={inputClass({ kind: 'select', className: 'text-small font-medium' })}
        aria-label={t('fabrics')}
        value={chosen === -1 ? OTHER : chosen}
        onChange={({ target }) => {
          const choice = choices[Number(target.value)];
          if (choice) router.push(choice.address);
        }}
      >
        {chosen === -1 && <option value={OTHER}>{visibleText(scopeName ?? '')}</option>}
        {choices.map((choice, index) => (
          <option key={choice.id} value={index}>
            {labelOf(choice)}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} className="pointer-events-none absolute top-2.5 right-2.5" />
    </span>
  );
}
