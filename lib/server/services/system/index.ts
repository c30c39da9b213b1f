export { answerOnce, forgetAnswers } from './answer-once';
export { beginBackup } from './begin-backup';
export { ensureInstallation } from './ensure-installation';
export { explainText } from './explain-text';
export { finishRestore, type Restored } from './finish-restore';
export { getCatalogue } from './get-catalogue';
export { listAudit } from './list-audit';
export { type FleetMeasures, measureFleet } from './measure-fleet';
export { verifyAudit } from './verify-audit';
