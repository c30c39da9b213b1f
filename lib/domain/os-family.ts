const SERVER_YEAR = /\bServer\D{0,3}\s*(2016|2019|2022|2025)\b/i;

/** Builds that Microsoft used for exactly one Windows Server release; only applied to server captions. */
const FAMILY_BY_BUILD: ReadonlyMap<string, string> = new Map([
  ['14393', '2016'],
  ['17763', '2019'],
  ['20348', '2022'],
  ['26100', '2025'],
]);

/**
 * The release that an operator filters by, such as `2022`. A caption without a known release is its own
 * family. Without a caption the build decides, because a build alone cannot distinguish a server from a
 * client.
 */
export function osFamily(osCaption: string | null, osVersion: string | null): string | null {
  const caption = osCaption?.trim() ?? '';
  const year = SERVER_YEAR.exec(caption)?.[1];
  if (year !== undefined) return year;
  if (caption !== '') return caption;
  const build = osBuild(osVersion);
  return build === null ? null : (FAMILY_BY_BUILD.get(String(build)) ?? null);
}

/** The build of a version such as `10.0.26100.4652`. */
export function osBuild(osVersion: string | null): number | null {
  const build = /^\d+\.\d+\.(\d{1,9})(?!\d)/.exec(osVersion?.trim() ?? '')?.[1];
  return build === undefined ? null : Number(build);
}
