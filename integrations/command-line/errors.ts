import { defineError } from '../../lib/plugin.js';

export const NoApplication = defineError<{ module: string }>({
  code: 'GM_CLI_NO_APPLICATION',
  kind: 'declaration',
  message: ({ module }) => `${module} exports no booted application.`,
  fix: 'Export what bootstrap() returns, or a function that calls it, as "gm" or as default.',
});

export const NoModule = defineError({
  code: 'GM_CLI_NO_MODULE',
  kind: 'declaration',
  message: () => 'There is no module to load the application from.',
  fix: 'Name it, as in "general-manager inspect ./dist/app.js", or in package.json under "general-manager": { "application": "…" }.',
});

export const InvalidArgument = defineError<{ name: string }>({
  code: 'GM_CLI_INVALID_ARGUMENT',
  kind: 'input',
  message: ({ name }) => `The value of --${name} is not valid JSON, or not of the kind that is needed.`,
  fix: 'Quote it for the shell, as in --actor \'{"id": 1}\'.',
});

export const NoSchema = defineError({
  code: 'GM_CLI_NO_SCHEMA',
  kind: 'declaration',
  message: () => 'The application has no GraphQL schema, so that no operation can be planned.',
  fix: 'Export what bootstrap() of general-manager returns.',
});
