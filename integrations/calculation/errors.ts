import { defineError } from '../../lib/plugin.js';

export const InvalidCalculation = defineError<{ calculation: string; reason: string }>({
  code: 'GM_CALC_INVALID',
  kind: 'declaration',
  message: ({ calculation, reason }) => `The calculation ${calculation} is declared in a way that cannot be: ${reason}.`,
  fix: 'Correct what the path names in the options of calculation().',
});

export const InputCycle = defineError<{ calculation: string; members: readonly string[] }>({
  code: 'GM_CALC_CYCLE',
  kind: 'declaration',
  message: ({ calculation, members }) => `In ${calculation}, ${members.join(', ')} need each other.`,
  fix: 'Take one of them out of the needs of another one.',
});

export const InputTarget = defineError<{ calculation: string; input: string; reason: string }>({
  code: 'GM_CALC_INPUT_TARGET',
  kind: 'declaration',
  message: ({ calculation, input, reason }) => `The input ${calculation}.${input} is of a class that cannot be an input: ${reason}.`,
  fix: 'Take a manager of this application whose key consists of texts, whole numbers, UUIDs, dates or enums; where two files import each other, say input.of(() => Target).',
});

export const Unbounded = defineError<{ calculation: string; input: string }>({
  code: 'GM_CALC_UNBOUNDED',
  kind: 'input',
  message: ({ calculation, input }) =>
    `The values of ${calculation}.${input} have no end, and the filter does not say which of them are wanted.`,
  fix: 'Filter by the input: with eq or in; numbers and dates also between two of them (gte and lte).',
});

export const TooManyValues = defineError<{ calculation: string; input: string; max: number }>({
  code: 'GM_CALC_TOO_MANY_VALUES',
  kind: 'limit',
  message: ({ calculation, input, max }) => `${calculation}.${input} has more than ${max} values in what was asked for.`,
  fix: 'Filter by the input, or raise maxObjects of the calculation.',
});

export const TooManyDomains = defineError<{ calculation: string; input: string; max: number }>({
  code: 'GM_CALC_TOO_MANY_DOMAINS',
  kind: 'limit',
  message: ({ calculation, input, max }) =>
    `The values of ${calculation}.${input} depend on other inputs, and would have to be read for more than ${max} different ones.`,
  fix: 'Filter by the inputs that it depends on, or raise maxComputed of the calculation.',
});

export const TooManyObjects = defineError<{ calculation: string; max: number }>({
  code: 'GM_CALC_TOO_MANY_OBJECTS',
  kind: 'limit',
  message: ({ calculation, max }) => `The inputs of ${calculation} have more than ${max} combinations in what was asked for.`,
  fix: 'Filter by more inputs, or raise maxObjects of the calculation.',
});

export const TooManyComputed = defineError<{ calculation: string; max: number }>({
  code: 'GM_CALC_TOO_MANY_COMPUTED',
  kind: 'limit',
  message: ({ calculation, max }) =>
    `More than ${max} objects of ${calculation} would have to be computed to filter, sort, group or decide by it.`,
  fix: 'Filter by inputs, sort by inputs, or raise maxComputed of the calculation.',
});

export const TooManyNeeded = defineError<{ calculation: string; relation: string; max: number }>({
  code: 'GM_CALC_TOO_MANY_NEEDED',
  kind: 'limit',
  message: ({ calculation, relation, max }) =>
    `What ${calculation} needs along "${relation}" is more than ${max} objects for one of its own.`,
  fix: 'Narrow the needs with filter or first, measure what is there through the context, or raise maxNeeded of the calculation.',
});
