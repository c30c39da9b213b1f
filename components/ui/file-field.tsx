import { Field } from '@/components/ui/field';

type FileFieldProps = { label: string; hint: string; accept: string; onChoose: (file: File | null) => void };

/** The browser's own, which says which file was chosen. */
export function FileField({ label, hint, accept, onChoose }: FileFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="file"
          accept={accept}
          aria-describedby={describedBy}
          className="w-full max-w-140 rounded-panel border border-control bg-surface bg-none px-2.5 py-1.5 text-small text-ink"
          onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
        />
      )}
    </Field>
  );
}
