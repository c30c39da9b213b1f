'use client';

import { useId } from 'react';

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
    <fieldset className="inline-flex max-w-full flex-wrap rounded-panel border border-line-2 bg-raised p-0.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative flex h-6.5 cursor-pointer items-center rounded-pill border border-transparent px-2.5 text-small font-medium whitespace-nowrap text-ink-2 hover:text-ink has-checked:border-line-2 has-checked:bg-segment-on has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus"
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
