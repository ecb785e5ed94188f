import { defineError } from './define-error.js';

// Members that are computed

export const InvalidComputed = defineError<{ manager: string; member: string; reason: string }>({
  code: 'GM_COMPUTED_INVALID',
  kind: 'declaration',
  message: ({ manager, member, reason }) => `The computed member ${manager}.${member} cannot be: ${reason}.`,
  fix: 'Correct what @Computed says of it.',
});

export const UnknownNeeds = defineError<{ manager: string; member: string; needs: string }>({
  code: 'GM_COMPUTED_UNKNOWN_NEEDS',
  kind: 'declaration',
  message: ({ manager, member, needs }) => `${manager} (${member}) needs "${needs}", which is no field that can be read there.`,
  fix: 'Name fields that their managers show, as Buckets select them: { ship: { name: true, crew: { select: { duty: true } } } }.',
});

export const InvalidValue = defineError<{ manager: string; member: string; expected: string }>({
  code: 'GM_COMPUTED_VALUE',
  kind: 'integration',
  message: ({ manager, member, expected }) => `${manager}.${member} was computed, but what came out is not ${expected}.`,
  fix: 'Give what @Computed says: another type, list or nullable there, or another value.',
});

export const TooManyNeeded = defineError<{ manager: string; relation: string; max: number }>({
  code: 'GM_COMPUTED_TOO_MANY_NEEDED',
  kind: 'limit',
  message: ({ manager, relation, max }) =>
    `What a member of ${manager} needs along "${relation}" is more than ${max} objects for one of its own.`,
  fix: 'Narrow the needs with filter or first, measure what is there through the context, or raise the limit maxRelatedRows.',
});

export const ComputedCycle = defineError<{ manager: string; members: readonly string[] }>({
  code: 'GM_COMPUTED_CYCLE',
  kind: 'declaration',
  message: ({ manager, members }) => `In ${manager}, ${members.join(', ')} need each other.`,
  fix: 'Take one of them out of the needs of another one.',
});

export const ComputedClash = defineError<{ manager: string; member: string }>({
  code: 'GM_COMPUTED_CLASH',
  kind: 'declaration',
  message: ({ manager, member }) => `${manager}.${member} is declared with @Computed, and is stored as well.`,
  fix: 'Compute a member of another name, or leave @Computed out.',
});

export const ComputedRedeclared = defineError<{ manager: string; member: string }>({
  code: 'GM_COMPUTED_REDECLARED',
  kind: 'declaration',
  message: ({ manager, member }) => `${manager}.${member} is declared with @Computed anew, though a manager above declares it already.`,
  fix: 'Override the getter or the method without @Computed: the declaration is inherited. Name there what all classes need.',
});
