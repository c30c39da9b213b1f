import { type ReactNode, useId } from 'react';

type FormRowProps = { title: string; hint?: ReactNode; children: ReactNode };

/** One question of the form: its name on the left, where there is room. */
export function FormRow({ title, hint, children }: FormRowProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not stand in a grid.
    <div
      role="group"
      aria-labelledby={id}
      className="grid gap-2 border-b border-line px-4 py-4 last:border-b-0 tablet:grid-cols-[calc(var(--spacing)*28)_minmax(0,1fr)]"
    >
      <h3 id={id} className="pt-1 font-semibold">
        {title}
      </h3>
      <div className="grid min-w-0 justify-items-start gap-2">
        {children}
        {hint !== undefined && <p className="text-small text-ink-3">{hint}</p>}
      </div>
    </div>
  );
}
