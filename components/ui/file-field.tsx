import { Field } from '@/components/ui/field';
import { useRefusal } from '@/components/ui/use-refusal';

type FileFieldProps = {
  label: string;
  hint: string;
  accept: string;
  onChoose: (file: File | null) => void;
};

/** The browser's own, which says which file was chosen. A form with it is for a file. */
export function FileField({ label, hint, accept, onChoose }: FileFieldProps) {
  const { refusal, handlers } = useRefusal();
  return (
    <Field label={label} hint={hint} error={refusal} isErrorSaid>
      {({ id, describedBy, isInvalid }) => (
        <input
          id={id}
          type="file"
          accept={accept}
          required
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          {...handlers}
          className="w-full max-w-140 rounded-panel border border-control bg-surface bg-none px-2.5 py-1.5 text-small text-ink"
          onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
        />
      )}
    </Field>
  );
}
