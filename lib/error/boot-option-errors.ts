import { defineError } from './define-error.js';

export const InvalidBootOption = defineError<{ option: string; expected: string }>({
  code: 'GM_BOOT_INVALID_OPTION',
  kind: 'declaration',
  message: ({ option, expected }) => `The option ${option} is not what it has to be: ${expected}.`,
  fix: 'Correct it, or leave it out for the default.',
});

export const UnknownOption = defineError<{ option: string; nearest: string | undefined; known: readonly string[] }>({
  code: 'GM_BOOT_UNKNOWN_OPTION',
  kind: 'declaration',
  message: ({ option, nearest, known }) =>
    `There is no option "${option}"${nearest === undefined ? '' : `, perhaps "${nearest}" was meant`}; known are ${known.filter((each) => each !== '*').join(', ')}.`,
  fix: 'Correct the name of the option, or take it away.',
});

export const NoManagers = defineError({
  code: 'GM_BOOT_NO_MANAGERS',
  kind: 'declaration',
  message: () => 'The application has no manager: no entity of the ORM carries @Manager(), and `managers` names no class.',
  fix: 'Put @Manager() and @Permission() on an entity that the ORM knows, or list a class in `managers`.',
});
