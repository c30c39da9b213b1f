'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Icon } from '@/components/ui/icon';
import { inputClass } from '@/components/ui/input-class';
import { MAP_COLOURS, type MapColour } from '@/lib/contracts/words/map-colour';

type ChoiceProps = { colour: MapColour; setColour: (colour: MapColour) => void };

export function MapColourChoice({ colour, setColour }: ChoiceProps) {
  const t = useTranslations('fabric.map');
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="whitespace-nowrap text-ink-2 print:hidden">
        {t('by')}
      </label>
      <span className="relative block print:hidden">
        <select
          id={id}
          className={inputClass({ kind: 'select' })}
          value={colour}
          onChange={({ target }) => setColour(MAP_COLOURS.find((one) => one === target.value) ?? 'state')}
        >
          {MAP_COLOURS.map((one) => (
            <option key={one} value={one}>
              {t(`colour.${one}`)}
            </option>
          ))}
        </select>
        <Icon name="down" size={12} className="pointer-events-none absolute top-2.5 right-2.5" />
      </span>
    </>
  );
}
