// What is said of rules at boot, and of permissions at run time.
import { defineError } from './define-error.js';

export const WriteRuleOnReadOnly = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_WRITE_ON_READ_ONLY',
  kind: 'declaration',
  message: ({ manager, operation }) =>
    `@Permission of ${manager} has a rule for ${operation}, but its interface is read-only or has no such operation.`,
  fix: 'Remove the rule, or make the interface writable.',
});

export const ForbiddenField = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_FORBIDDEN_FIELD',
  kind: 'forbidden',
  message: ({ manager, field }) => `You may not read "${field}" of ${manager}, nor filter, sort, group or measure by it.`,
  fix: 'Leave the field out, or act as somebody who may read it.',
});

export const InexactOperator = defineError<{ field: string; operator: string }>({
  code: 'GM_PERM_INEXACT_OPERATOR',
  kind: 'declaration',
  message: ({ field, operator }) => `A rule compares ${field} by "${operator}", which depends on the database's collation or types.`,
  fix: 'Use an operator that is exact everywhere, such as eq, in, isNull, contains or startsWith, or a property made for the rule.',
});

export const InvalidCondition = defineError<{ reason: string }>({
  code: 'GM_PERM_INVALID_CONDITION',
  kind: 'declaration',
  message: ({ reason }) => `The condition of a rule cannot be understood: ${reason}`,
  fix: 'Correct the condition in @Permission; it takes properties, relations and operators like a filter.',
});

export const InvalidDelegate = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_INVALID_DELEGATE',
  kind: 'declaration',
  message: ({ manager, field }) => `delegate("${field}") of ${manager} does not name a to-one relation to another manager.`,
  fix: 'Name a property that leads to one object of a manager.',
});

export const InvalidPredicate = defineError<{ name: string; reason: string }>({
  code: 'GM_PERM_INVALID_PREDICATE',
  kind: 'declaration',
  message: ({ name, reason }) => `The predicate ${name} cannot be used here: ${reason}.`,
  fix: 'Use it on a class that has the properties it looks at, with the arguments that it takes.',
});

export const InvalidCheck = defineError<{ name: string; reason: string }>({
  code: 'GM_PERM_INVALID_CHECK',
  kind: 'declaration',
  message: ({ name, reason }) => `The check ${name} cannot be used here: ${reason}.`,
  fix: 'Let test answer true or false at once, and say in read rules with a where what is denied.',
});

export const UnlistableCheck = defineError<{ manager: string; name: string }>({
  code: 'GM_PERM_UNLISTABLE_CHECK',
  kind: 'declaration',
  message: ({ manager, name }) => `The read rule of ${manager} has the check ${name}, which no list can ask the database.`,
  fix: 'Give the check a where that is true only where the check is, or use where(…) or a predicate.',
});

export const InvalidChanged = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_INVALID_CHANGED',
  kind: 'declaration',
  message: ({ manager, field }) => `changed("${field}") of ${manager} does not name a value, an embedded object or a to-one relation.`,
  fix: 'Name properties that the object itself keeps.',
});

export const MisplacedRule = defineError<{ manager: string; operation: string; rule: string }>({
  code: 'GM_PERM_MISPLACED_RULE',
  kind: 'declaration',
  message: ({ manager, operation, rule }) =>
    `A rule for ${operation} of ${manager} uses ${rule}(…), but only an update leads from one state to another.`,
  fix: 'Use where(…), or move the rule to update.',
});

export const DelegateCycle = defineError<{ path: string }>({
  code: 'GM_PERM_DELEGATE_CYCLE',
  kind: 'declaration',
  message: ({ path }) => `The policies delegate to each other in a circle: ${path}.`,
  fix: 'Break the circle: let one of them say its rule itself.',
});

export const NeverAllowed = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_NEVER_ALLOWED',
  kind: 'declaration',
  message: ({ manager, operation }) => `The policy for ${operation} of ${manager} can never be true, whoever acts.`,
  fix: 'Correct the rules, or say nobody() alone where that is meant.',
});

export const UnknownFieldPolicy = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_UNKNOWN_FIELD',
  kind: 'declaration',
  message: ({ manager, field }) => `@Permission of ${manager} has rules for the field "${field}", which is not there.`,
  fix: 'Use the name of a property.',
});

export const GuardedKey = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_GUARDED_KEY',
  kind: 'declaration',
  message: ({ manager, field }) => `The field "${field}" is part of the key of ${manager}, so it cannot have a read rule of its own.`,
  fix: 'Put the rule on the object, or leave the key readable.',
});

export const UncoveredField = defineError<{ manager: string; field: string; operation: string }>({
  code: 'GM_PERM_UNCOVERED_FIELD',
  kind: 'declaration',
  message: ({ manager, field, operation }) =>
    `@Permission of ${manager} has a ${operation} rule for the field "${field}", but nobody may ${operation} the object, so it never counts.`,
  fix: 'Say who may do so with the object, or remove the rule of the field.',
});

export const DuplicateRule = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_DUPLICATE_RULE',
  kind: 'declaration',
  message: ({ manager, operation }) => `@Permission of ${manager} has the same rule for ${operation} twice.`,
  fix: 'Remove one of them, or correct what it was meant to say.',
});

export const NotLoaded = defineError<{ manager: string; field: string }>({
  code: 'GM_PERM_NOT_LOADED',
  kind: 'integration',
  message: ({ manager, field }) => `A rule asks for "${field}" of a ${manager} that was given without it.`,
  fix: 'Load the property or relation before, or give the key of the object instead.',
});

export const InvalidRule = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_INVALID_RULE',
  kind: 'declaration',
  message: ({ manager, operation }) => `@Permission of ${manager} has something that is not a rule for ${operation}.`,
  fix: 'Use everyone(), nobody(), authenticated(), role(…), actor(…), where(…), delegate(…), anyOf(…), allOf(…), not(…), deny(…) or require(…).',
});

export const Forbidden = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_FORBIDDEN',
  kind: 'forbidden',
  message: ({ manager, operation }) => `You may not ${operation} ${manager}.`,
  fix: 'Act as somebody whom the policy of the manager allows to do so.',
});

export const NoPolicy = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_NO_POLICY',
  kind: 'forbidden',
  message: ({ manager, operation }) => `Nobody may ${operation} ${manager}: no policy applies to it.`,
  fix: 'Declare who may with @Permission on the class.',
});

export const ActionIsUpdate = defineError<{ manager: string; operation: string }>({
  code: 'GM_PERM_ACTION_IS_UPDATE',
  kind: 'input',
  message: ({ manager, operation }) => `An action of ${manager} was to be explained as the operation "${operation}"; actions are updates.`,
  fix: 'Ask about the operation "update" together with the action.',
});

export const NoExplanation = defineError<{ manager: string }>({
  code: 'GM_PERM_NO_EXPLANATION',
  kind: 'integration',
  message: ({ manager }) => `The interface of ${manager} cannot say what is true of an object, so nothing can be explained.`,
  fix: 'Explain managers of the database, or add judge() to the interface.',
});
