export { ensureInstallation } from './ensure-installation';
export { explainText } from './explain-text';
export { getCatalogue } from './get-catalogue';
export { type FleetMeasures, measureFleet } from './measure';
export { verifyAudit } from './verify-audit';
