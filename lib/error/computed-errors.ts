import { defineError } from './define-error.js';

// Members that are computed

export const ComputedElsewhere = defineError<{ manager: string; member: string }>({
  code: 'GM_COMPUTED_ELSEWHERE',
  kind: 'declaration',
  message: ({ manager, member }) => `${manager}.${member} is declared with @Computed, but the interface of ${manager} computes nothing.`,
  fix: 'Put @Computed on members of a class with @Interface(calculation(…)), and relate the two managers.',
});

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
