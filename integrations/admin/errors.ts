import { defineError } from '../../lib/plugin.js';

export const UnsafeInProduction = defineError<{ option: string }>({
  code: 'GM_ADMIN_UNSAFE_OPTION',
  kind: 'declaration',
  message: ({ option }) => `The option "${option}" of the admin page is for development, and NODE_ENV is "production".`,
  fix: 'Leave the option out where NODE_ENV is "production": it tells what the policies hide, or lets anybody act as anybody.',
});

export const InvalidAdminPath = defineError<{ path: string }>({
  code: 'GM_ADMIN_INVALID_PATH',
  kind: 'declaration',
  message: ({ path }) =>
    `The path "${path}" of the admin page does not begin with "/", ends with one, or has characters that paths have not.`,
  fix: 'Write it as in "/admin" or "/internal/admin".',
});

export const UnknownAdminLabel = defineError<{ manager: string; field: string }>({
  code: 'GM_ADMIN_UNKNOWN_LABEL',
  kind: 'declaration',
  message: ({ manager, field }) => `The option "labels" of the admin page names "${manager}.${field}", which the schema does not have.`,
  fix: 'Name managers, and fields of them by their public names.',
});

export const AdminNotBuilt = defineError<{ folder: string }>({
  code: 'GM_ADMIN_NOT_BUILT',
  kind: 'integration',
  message: ({ folder }) => `The files of the admin page are not in ${folder}.`,
  fix: 'Run "npm run build:admin" in a checkout; install the package again where it came from a registry.',
});

export const AdminForbidden = defineError({
  code: 'GM_ADMIN_FORBIDDEN',
  kind: 'forbidden',
  message: () => 'The admin page tells you nothing of the schema.',
  fix: 'Sign in as somebody whom the option "access" of the admin page lets in.',
});

export const ExplainRefused = defineError({
  code: 'GM_ADMIN_EXPLAIN_REFUSED',
  kind: 'forbidden',
  message: () => 'Why something is denied is told in development only, to requests to this machine.',
  fix: 'Switch on the option "explain" of the admin page, and name the host in it where it is another one.',
});

export const InvalidQuestion = defineError<{ reason: string }>({
  code: 'GM_ADMIN_INVALID_QUESTION',
  kind: 'input',
  message: ({ reason }) => `The question why something is denied cannot be answered: ${reason}.`,
  fix: 'POST application/json: { "manager", "operation", "key", "field", "action" } with the texts of the parts of the key as a list.',
});
