export { AGENT_ZIP_PATH, getAgentPackage, readAgentZip, shippedAgentVersion } from './agent-package';
export { createSourceAuthenticator, isKnownAsLocked, type SourceActor, SourceLocked } from './authenticate';
export { createEnrollmentToken } from './create-token';
export { admitEnrollment, checkEnrollmentToken, enrollHost, enrollHosts } from './enroll';
export { listEnrollmentTokens } from './list-tokens';
export { revokeEnrollmentToken } from './revoke-token';
export { rotateCredential } from './rotate';
