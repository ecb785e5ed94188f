import { defineError, nearestName } from '../../lib/plugin.js';

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

export const InvalidUsage = defineError<{ command: string; reason: string }>({
  code: 'GM_CLI_USAGE',
  kind: 'input',
  message: ({ command, reason }) => `general-manager ${command}: ${reason}.`.replace(' :', ':'),
  fix: 'Type it as "general-manager --help" shows.',
});

export const UnknownKept = defineError<{ name: string; known: readonly string[] }>({
  code: 'GM_CLI_UNKNOWN_NAME',
  kind: 'input',
  message: ({ name, known }) =>
    `There is no manager ${name}, and nothing is kept by that name${perhaps(name, known)}; known are ${known.join(', ')}.`,
  fix: 'Name one of those, or leave --manager out to forget everything.',
});

/** What a misspelt name was meant to be. */
export function perhaps(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `, perhaps ${nearest} was meant`;
}
