'use client';

import { useTranslations } from 'next-intl';
import { type MouseEvent, useId } from 'react';
import { StatePill } from '@/components/fleet/state-pill';
import type { Found, FoundGroup } from '@/components/shell/search/found';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';

type FoundOptionsProps = {
  id: string;
  groups: readonly FoundGroup[];
  activeKey: string | null;
  idOf: (key: string) => string;
  addressOf: (address: string) => string;
  onOpen: (one: Found, how?: { isFollowed: boolean }) => void;
  /** The pointer is on it. */
  onMean: (key: string) => void;
};

export function FoundOptions({ id, groups, ...options }: FoundOptionsProps) {
  const t = useTranslations('search');
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('results')}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1"
    >
      {groups.map((group) => (
        <Group key={group.kind} group={group} {...options} />
      ))}
    </div>
  );
}

type GroupProps = Omit<FoundOptionsProps, 'id' | 'groups'> & { group: FoundGroup };

function Group({ group: { kind, found }, ...options }: GroupProps) {
  const t = useTranslations('search');
  const title = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups what a form sends.
    <div role="group" aria-labelledby={title} className="pb-1">
      <div id={title} className="px-2 pt-2 pb-1 text-small text-ink-3">
        {t(`kind.${kind}`)}
      </div>
      {found.map((one) => (
        <Option key={one.key} one={one} {...options} />
      ))}
    </div>
  );
}

/** A new tab or window is the browser's affair; the search stays. */
const isForTheBrowser = ({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) =>
  ctrlKey || metaKey || shiftKey || altKey;

function Option({
  one,
  activeKey,
  idOf,
  addressOf,
  onOpen,
  onMean,
}: Omit<GroupProps, 'group'> & { one: Found }) {
  const isActive = one.key === activeKey;
  const shared = {
    id: idOf(one.key),
    role: 'option',
    'aria-selected': isActive,
    tabIndex: -1,
    className: classNames(
      'flex min-h-9 w-full cursor-pointer items-center gap-3 rounded-pill border-0 px-2 py-1 text-left no-underline max-tablet:min-h-11',
      isActive ? 'bg-sunken' : 'bg-transparent',
    ),
    onPointerMove: () => isActive || onMean(one.key),
  } as const;
  const { to } = one;
  if (typeof to !== 'string')
    return (
      <button {...shared} type="button" onClick={() => onOpen(one)}>
        <Said one={one} />
      </button>
    );
  const follow = (event: MouseEvent) => {
    if (!isForTheBrowser(event)) onOpen(one, { isFollowed: true });
  };
  return (
    <Link {...shared} href={addressOf(to)} onClick={follow}>
      <Said one={one} />
    </Link>
  );
}

function Said({ one: { label, detail, state } }: { one: Found }) {
  return (
    <>
      <span className="grid min-w-0 flex-1">
        <ForeignText text={label} className="truncate font-medium" isTitled />
        {detail !== '' && <ForeignText text={detail} className="truncate text-small text-ink-3" isTitled />}
      </span>
      {state && (
        <span className="max-w-1/2 flex-none truncate">
          <StatePill {...state} />
        </span>
      )}
    </>
  );
}
