'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useId } from 'react';
import { menuClass, menuHeadClass } from '@/components/shell/menu-class';
import { TimeChoice } from '@/components/shell/time-choice';
import { firstControl } from '@/components/ui/popover-button';
import { Popup } from '@/components/ui/popup';

type PopupProps = { trigger: RefObject<HTMLButtonElement | null>; at: Date | null; onClose: () => void };

/** What the bar's clock opens. */
export function TimePopup({ trigger, at, onClose }: PopupProps) {
  const t = useTranslations('shell.time');
  const title = useId();
  return (
    <Popup
      trigger={trigger}
      focusOn={firstControl}
      onClose={onClose}
      role="dialog"
      aria-labelledby={title}
      className={menuClass({ className: 'w-70' })}
    >
      <h2 id={title} className={menuHeadClass()}>
        {t('title')}
      </h2>
      <TimeChoice at={at} onChosen={onClose} />
    </Popup>
  );
}
