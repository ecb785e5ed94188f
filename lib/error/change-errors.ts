import { defineError } from './define-error.js';

export const NoChangeTriggers = defineError({
  code: 'GM_CHANGES_UNSUPPORTED',
  kind: 'integration',
  message: () => 'No manager that triggers were asked for lives in a database that can write down by itself what is written.',
  fix: 'Ask for triggers of managers on PostgreSQL.',
});
