export { ensureInstallation } from './ensure-installation';
export { explainText } from './explain-text';
export { getCatalogue } from './get-catalogue';
export { verifyAudit } from './verify-audit';
