'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import type { AllThatMatch } from '@/components/hosts/host-choice';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { OffReason } from '@/components/ui/off-reason';
import { HOSTS_ASKED_AT_MOST } from '@/lib/client/named-hosts';
import { keepPickedHosts } from '@/lib/client/picked-hosts';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

type LinkProps = {
  choosing: ChoosingHosts;
  addressOf: (chosen: { hosts: string[] } | { all: AllThatMatch }) => string;
  /** Where very many hosts lead to that were chosen one by one, once this tab keeps them. Without it they lead nowhere. */
  pickedAddress?: string;
  children: ReactNode;
};

/** Leads to a form with the chosen hosts in its address, which has no room for very many one by one: these the tab keeps. */
export function SelectionLink({
  choosing: { choice, count },
  addressOf,
  pickedAddress,
  children,
}: LinkProps) {
  const t = useTranslations('selection');
  const scope = useScope();
  const reasonId = useId();
  const look = { size: 'small', variant: 'onInk' } as const;
  if ('all' in choice)
    return (
      <Link className={buttonClass(look)} href={addressOf(choice)}>
        {children}
      </Link>
    );
  if (count > HOSTS_ASKED_AT_MOST && pickedAddress !== undefined)
    return (
      <Link
        className={buttonClass(look)}
        href={inScope(pickedAddress, scope)}
        onClick={() => keepPickedHosts([...choice.hosts.keys()])}
      >
        {children}
      </Link>
    );
  if (count > HOSTS_ASKED_AT_MOST)
    return (
      <>
        <Button {...look} disabled aria-describedby={reasonId}>
          {children}
        </Button>
        <OffReason id={reasonId} isOnInk>
          {t('tooManyNamed', { most: HOSTS_ASKED_AT_MOST })}
        </OffReason>
      </>
    );
  return (
    <Link className={buttonClass(look)} href={inScope(addressOf({ hosts: [...choice.hosts.keys()] }), scope)}>
      {children}
    </Link>
  );
}
