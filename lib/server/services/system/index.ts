export { ensureInstallation } from './ensure-installation';
export { verifyAudit } from './verify-audit';
