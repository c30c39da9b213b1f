export { ensureInstallation } from './ensure-installation';
