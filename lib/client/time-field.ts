/** A time as the browser's own field writes it is of the browser's zone; addresses are of all zones. */
export function readField(form: FormData, name: string): Date | null {
  const time = new Date(String(form.get(name)));
  return Number.isNaN(time.getTime()) ? null : time;
}

/** The last second of a day that a person chose, in their own zone: the browser's, as everywhere on screen. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
