/** A time as the browser's own field writes it is of the browser's zone; addresses are of all zones. */
export function readField(form: FormData, name: string): Date | null {
  const time = new Date(String(form.get(name)));
  return Number.isNaN(time.getTime()) ? null : time;
}
