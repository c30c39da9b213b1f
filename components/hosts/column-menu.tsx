'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useId } from 'react';
import { useShownColumns } from '@/components/hosts/use-shown-columns';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { Icon } from '@/components/ui/icon';
import { PopoverButton } from '@/components/ui/popover-button';
import {
  DEFAULT_COLUMNS,
  LIST_COLUMNS,
  type ListColumn,
  type ListLook,
  movedColumn,
} from '@/lib/client/list-look';
import { SAID_WORDS } from '@/lib/domain/host-filter';

type MenuProps = { look: ListLook; onChange: (look: ListLook) => void };

const STEP_OF_KEY: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Which columns the list has, in which order, and how high its rows are. */
export function ColumnMenu({ look, onChange }: MenuProps) {
  const t = useTranslations('views.columns');
  return (
    <PopoverButton
      label={t('title')}
      title={t('count', { on: (look.columns ?? DEFAULT_COLUMNS).length, all: LIST_COLUMNS.length })}
      width="medium"
    >
      {() => (
        <>
          <Choices look={look} onChange={onChange} />
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-2">
            <ChoiceGroup
              label={t('density')}
              value={look.isDense ? 'dense' : 'normal'}
              choices={[
                { value: 'dense', label: t('dense') },
                { value: 'normal', label: t('normal') },
              ]}
              onChange={(value) => onChange({ ...look, isDense: value === 'dense' })}
            />
            <Button
              size="small"
              variant="quiet"
              className="ml-auto"
              onClick={() => onChange({ columns: null, isDense: false })}
            >
              {t('reset')}
            </Button>
          </div>
          <p className="text-small text-ink-3">{t('hint')}</p>
        </>
      )}
    </PopoverButton>
  );
}

/** Columns that are called what their filter is. */
const NAMED_AS_WORDS = ['owner', 'fabric', ...SAID_WORDS, 'agent', 'boot'] as const;
const isNamedAsWord = (column: ListColumn): column is (typeof NAMED_AS_WORDS)[number] =>
  NAMED_AS_WORDS.some((word) => word === column);

/** Those that are shown in their order, then the others. Alt with an arrow moves one, as its buttons do. */
function Choices({ look, onChange }: MenuProps) {
  const t = useTranslations('hosts');
  const tColumns = useTranslations('views.columns');
  const id = useId();
  const shown = useShownColumns();
  const on = look.columns ?? DEFAULT_COLUMNS;
  const off = LIST_COLUMNS.filter((column) => !on.includes(column));
  const change = (columns: readonly ListColumn[]) => onChange({ ...look, columns });
  const labelOf = (column: ListColumn) =>
    isNamedAsWord(column) ? t(`word.${column}`) : t(`column.${column}`);

  function handleKey(event: KeyboardEvent, column: ListColumn) {
    const step = STEP_OF_KEY[event.key];
    if (step === undefined || !event.altKey) return;
    event.preventDefault();
    change(movedColumn(on, column, step));
  }

  return (
    <ul>
      {[...on, ...off].map((column) => {
        const isOn = on.includes(column);
        const name = labelOf(column);
        const hasNoRoom = isOn && !shown.includes(column);
        return (
          <li key={column} className="flex min-h-7 items-center gap-1">
            <label className="flex min-h-6 flex-1 cursor-pointer items-center gap-2">
              <Checkbox
                checked={isOn}
                aria-describedby={hasNoRoom ? `${id}-${column}` : undefined}
                onChange={() => change(isOn ? on.filter((one) => one !== column) : [...on, column])}
                onKeyDown={(event) => isOn && handleKey(event, column)}
              />
              {name}
            </label>
            {hasNoRoom && (
              <span id={`${id}-${column}`} className="text-right text-small/4 text-ink-3">
                {tColumns('noRoom')}
              </span>
            )}
            {isOn &&
              ([-1, 1] as const).map((step) => (
                <Button
                  key={step}
                  size="tiny"
                  variant="quiet"
                  aria-label={tColumns(step === -1 ? 'up' : 'down', { name })}
                  disabled={movedColumn(on, column, step) === on}
                  onClick={() => change(movedColumn(on, column, step))}
                >
                  <Icon name={step === -1 ? 'sortUp' : 'sortDown'} size={8} />
                </Button>
              ))}
          </li>
        );
      })}
    </ul>
  );
}
