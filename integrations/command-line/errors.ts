import { defineError } from '../../lib/plugin.js';

export const NoApplication = defineError<{ module: string }>({
  code: 'GM_CLI_NO_APPLICATION',
  kind: 'declaration',
  message: ({ module }) => `${module} exports no booted application.`,
  fix: 'Export what bootstrap() returns, or a function that calls it, as "gm" or as default.',
});
