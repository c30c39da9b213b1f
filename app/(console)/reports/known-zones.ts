/** The only list of zones, so that the page is the same in the browser as when the server sent it. */
export const knownZones = () => ['UTC', ...Intl.supportedValuesOf('timeZone')];
