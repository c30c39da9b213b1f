const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Strict, because Date.parse takes a time without a zone as local and rolls 30 February over into March. */
export function parseRfc3339(text: string): Date | null {
  const parts = RFC_3339.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const milliseconds = fraction.slice(1, 4).padEnd(3, '0');
  const calendar = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}`;
  const asUtc = new Date(`${calendar}Z`);
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString() !== `${calendar}Z`) return null;
  const time = new Date(`${calendar}${zone.toUpperCase()}`);
  return Number.isNaN(time.getTime()) ? null : time;
}
