type File = { format?: 'md' | 'csv' | 'ps1'; part?: 'hgs'; at?: string | null };

/** The file to read, print, run or pass on: all of the plan, or the part of the administrator of HGS. */
export function planFileAddress(
  id: string,
  lang: 'en' | 'fr',
  { format = 'md', part, at = null }: File = {},
): string {
  const words = new URLSearchParams({
    format,
    lang,
    ...(part !== undefined && { for: part }),
    ...(at !== null && { at }),
  });
  return `/api/v1/plans/${id}?${words}`;
}
