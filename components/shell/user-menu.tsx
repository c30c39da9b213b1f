'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { menuClass, menuHeadClass, menuItemClass } from '@/components/shell/menu-class';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { Keys } from '@/components/ui/keys';
import { Link } from '@/components/ui/link';
import { Menu, useMenuItem } from '@/components/ui/menu';
import { useSingleKeys } from '@/components/ui/single-keys';
import { inScope } from '@/lib/client/scope';
import { leave } from '@/lib/client/session';
import { useScope } from '@/lib/client/use-scope';
import type { Me } from '@/lib/contracts/procedures';
import { visibleText } from '@/lib/util/visible-text';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();

type UserMenuProps = {
  operator: Me;
  onShowShortcuts: () => void;
  /** Shortcuts of one key on or off. */
  onSwitchSingleKeys: (areOn: boolean) => void;
  hasSwitchFailed: boolean;
};

export function UserMenu(props: UserMenuProps) {
  const t = useTranslations('shell');
  const { name, email, role } = props.operator;
  return (
    <Menu
      button={{
        className:
          'grid size-7 cursor-pointer place-items-center rounded-full border border-line-2 bg-sunken p-0 text-micro/5 font-semibold',
        // The letters that are seen begin the name that is heard, so that a voice can press them (WCAG 2.5.3).
        children: (
          <>
            {initials(name)}
            <span className="sr-only"> {t('account', { name: visibleText(name) })}</span>
          </>
        ),
      }}
      className={menuClass()}
    >
      <div className={menuHeadClass()}>
        <ForeignText text={name} />
        <small className="block text-small text-ink-3">
          <ForeignText text={email} />
        </small>
        <small className="block text-small text-ink-3">{t(`role.${role}`)}</small>
      </div>
      <Items {...props} />
    </Menu>
  );
}

function Items({ onShowShortcuts, onSwitchSingleKeys, hasSwitchFailed }: UserMenuProps) {
  const t = useTranslations('shell');
  const areSingleKeysOn = useSingleKeys();
  const settings = inScope('/settings', useScope());
  const [hasFailed, setHasFailed] = useState(false);

  const link = useMenuItem();
  const shortcuts = useMenuItem(onShowShortcuts);
  const singleKeys = useMenuItem(() => onSwitchSingleKeys(!areSingleKeysOn), { staysOpen: true });
  const signOut = useMenuItem(() => void leave(() => setHasFailed(true)), { staysOpen: true });
  return (
    <>
      <Link {...link} className={menuItemClass()} href={settings}>
        {t('settings')}
      </Link>
      <button {...shortcuts} type="button" className={menuItemClass()}>
        {t('shortcuts')}
        {areSingleKeysOn && <Keys of="all" />}
      </button>
      <button
        {...singleKeys}
        type="button"
        role="menuitemcheckbox"
        aria-checked={areSingleKeysOn}
        className={menuItemClass()}
      >
        {t('singleKeys')}
        <span className="ml-auto text-small text-ink-3" aria-hidden="true">
          {t(areSingleKeysOn ? 'on' : 'off')}
        </span>
      </button>
      <button {...signOut} type="button" className={menuItemClass()}>
        {t('signOut')}
      </button>
      {hasSwitchFailed && <FormError>{t('singleKeysFailed')}</FormError>}
      {hasFailed && <FormError>{t('signOutFailed')}</FormError>}
    </>
  );
}
