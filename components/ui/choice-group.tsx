'use client';

import { useId } from 'react';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';

type ChoiceGroupProps<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** One of a few, all in view: radio buttons that look like parts of one control. */
export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>) {
  const { label, value, choices, onChange } = props;
  const name = useId();
  return (
    <fieldset className={segmentsClass({ wraps: true })}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={segmentClass({
            wraps: true,
            className:
              'relative has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus',
          })}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 size-full cursor-pointer appearance-none rounded-pill outline-none"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
