'use client';

import { Menu } from '@base-ui/react/menu';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { useSingleKeys } from '@/components/ui/single-keys';
import { inScope } from '@/lib/client/scope';
import { signOut } from '@/lib/client/session';
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

export function UserMenu({ operator, onShowShortcuts, onSwitchSingleKeys, hasSwitchFailed }: UserMenuProps) {
  const t = useTranslations('shell');
  // Inside of the banner, so that what it holds belongs to a landmark.
  const container = useRef<HTMLDivElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const areSingleKeysOn = useSingleKeys();
  const scope = useScope();

  async function handleSignOut() {
    const isSignedOut = await signOut();
    if (isSignedOut) window.location.assign('/sign-in');
    setHasFailed(!isSignedOut);
  }

  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="avatar" aria-label={t('account', { name: visibleText(operator.name) })}>
          {initials(operator.name)}
        </Menu.Trigger>
        <Menu.Portal container={container}>
          <Menu.Positioner className="menu-at" sideOffset={8} align="end">
            <Menu.Popup className="menu">
              <div className="who">
                <ForeignText text={operator.name} />
                <small>
                  <ForeignText text={operator.email} />
                </small>
                <small>{t(`role.${operator.role}`)}</small>
              </div>
              <Menu.LinkItem
                className="it"
                closeOnClick
                render={<Link href={inScope('/settings', scope)}>{t('settings')}</Link>}
              />
              <Menu.Item className="it" onClick={onShowShortcuts}>
                {t('shortcuts')}
                {areSingleKeysOn && <kbd>?</kbd>}
              </Menu.Item>
              <Menu.CheckboxItem
                className="it"
                checked={areSingleKeysOn}
                closeOnClick={false}
                onCheckedChange={onSwitchSingleKeys}
              >
                {t('singleKeys')}
                <span className="right small mute" aria-hidden="true">
                  {t(areSingleKeysOn ? 'on' : 'off')}
                </span>
              </Menu.CheckboxItem>
              <Menu.Item className="it" closeOnClick={false} onClick={handleSignOut}>
                {t('signOut')}
              </Menu.Item>
              {hasSwitchFailed && <FormError>{t('singleKeysFailed')}</FormError>}
              {hasFailed && <FormError>{t('signOutFailed')}</FormError>}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <div ref={container} />
    </>
  );
}
