'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { menuClass, menuItemClass } from '@/components/shell/menu-class';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Menu, useMenuItem } from '@/components/ui/menu';
import { useScope } from '@/lib/client/use-scope';

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
  /** How many hosts one has, as it is shown. */
  countOf: (choice: FabricChoice) => ReactNode;
  className?: string;
};

/** The fabrics as a list that opens: it shows the chosen one whole where several side by side have no room. */
export function FabricMenu({ choices, countOf, className }: FabricMenuProps) {
  const t = useTranslations('shell');
  const others = useScopeName(useScope());
  const chosen = choices.find(({ isChosen }) => isChosen);
  return (
    <div
      className={classNames(
        'min-w-0 max-named:order-1 max-named:ml-3 max-tablet:max-w-[64%] max-tablet:min-w-[44%]',
        className,
      )}
    >
      <Menu
        button={{
          className:
            'flex h-8 w-full cursor-pointer items-center gap-1.5 rounded-panel border border-control bg-surface px-2.5 text-small font-semibold',
          children: (
            <>
              <span className="sr-only">{t('fabrics')} </span>
              <span className="truncate">
                {chosen ? <FabricName choice={chosen} /> : <ForeignText text={others ?? ''} />}
              </span>{' '}
              {chosen && countOf(chosen)}
              <Icon name="down" size={12} className="ml-auto flex-none" />
            </>
          ),
        }}
        className={menuClass({ className: 'max-h-[70dvh] max-w-80 overflow-y-auto' })}
      >
        {choices.map((choice) => (
          <Item key={choice.id} {...{ choice, countOf }} />
        ))}
      </Menu>
    </div>
  );
}

export function FabricName({ choice: { name } }: { choice: FabricChoice }) {
  const t = useTranslations('shell');
  return name === null ? t('allFabrics') : <ForeignText text={name} />;
}

function Item({ choice, countOf }: Pick<FabricMenuProps, 'countOf'> & { choice: FabricChoice }) {
  const item = useMenuItem();
  return (
    <Link
      {...item}
      role="menuitemradio"
      aria-checked={choice.isChosen}
      className={menuItemClass({ className: 'aria-checked:bg-raised aria-checked:font-semibold' })}
      href={choice.address}
    >
      <span className="min-w-0 wrap-anywhere">
        <FabricName choice={choice} />
      </span>{' '}
      <span className="ml-auto">{countOf(choice)}</span>
    </Link>
  );
}
