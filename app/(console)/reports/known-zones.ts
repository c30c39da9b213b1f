/** From one place, so that the page says the same in the browser as when it was sent. */
export const knownZones = () => ['UTC', ...Intl.supportedValuesOf('timeZone')];
