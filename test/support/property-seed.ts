import fc from 'fast-check';
import { PUSH_SEED } from './runs';

// Continuous integration tries each change on the same cases, so that what fails there was broken by that change.
// Other cases are tried wherever somebody works, and by the thousand in the long run.
if (PUSH_SEED !== null) fc.configureGlobal({ seed: PUSH_SEED });
