export { createApiToken, listApiTokens, revokeApiToken } from './api-tokens';
export { createOperator } from './create';
export { disableOperator } from './disable';
export { enableOperator } from './enable';
export { listOperators } from './list';
export { me, setPreferences } from './preferences';
export { resetPassword } from './reset-password';
export { canSetUp, prepareSetUp, setUp } from './set-up';
export { updateOperator } from './update';
