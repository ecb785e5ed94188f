// What is said of factories and of seeding.
import { defineError } from './define-error.js';

export const NoFactoryValue = defineError<{ field: string }>({
  code: 'GM_FACTORY_NO_VALUE',
  kind: 'declaration',
  message: ({ field }) => `Nothing is known of the values of ${field}, so that a factory cannot make one.`,
  fix: 'Give the field a value in defineFactory, or where the object is made.',
});

export const FactoryRuleUnmet = defineError<{ manager: string; rule: string; attempts: number }>({
  code: 'GM_FACTORY_RULE',
  kind: 'declaration',
  message: ({ manager, rule, attempts }) => `No ${manager} that satisfies "${rule}" was found in ${attempts} attempts.`,
  fix: 'Give the fields of the rule values that satisfy it, in defineFactory or where the object is made.',
});

export const FactoryExhausted = defineError<{ manager: string; fields: string; count: number }>({
  code: 'GM_FACTORY_EXHAUSTED',
  kind: 'declaration',
  message: ({ manager, fields, count }) =>
    `There are no more than ${count} values of ${fields} for objects of ${manager}, where they are unique.`,
  fix: 'Make fewer objects, or give the field values of your own.',
});

export const FactoryCycle = defineError<{ path: string }>({
  code: 'GM_FACTORY_CYCLE',
  kind: 'declaration',
  message: ({ path }) => `Each of ${path} needs another one before it can be made.`,
  fix: 'Give one of the relations an object that is there.',
});

export const NotStorable = defineError<{ manager: string }>({
  code: 'GM_FACTORY_NOT_STORABLE',
  kind: 'declaration',
  message: ({ manager }) => `Objects of ${manager} cannot be stored: its source only reads them.`,
  fix: 'Make the objects that it is computed from, or build() one that is not stored.',
});

export const UnknownFactoryField = defineError<{ manager: string; field: string }>({
  code: 'GM_FACTORY_UNKNOWN_FIELD',
  kind: 'input',
  message: ({ manager, field }) => `${manager} has no field "${field}" that a factory could set, or not in this way.`,
  fix: 'Name a property of the class; general-manager inspect lists them.',
});

export const UnknownTrait = defineError<{ manager: string; trait: string }>({
  code: 'GM_FACTORY_UNKNOWN_TRAIT',
  kind: 'input',
  message: ({ manager, trait }) => `The factory of ${manager} has no trait "${trait}".`,
  fix: 'Define the trait in defineFactory, and give the definition to bootstrap or to gm.factory.',
});

export const NoFill = defineError<{ manager: string; reason: string }>({
  code: 'GM_FACTORY_NO_BULK',
  kind: 'input',
  message: ({ manager, reason }) => `Objects of ${manager} cannot be inserted in bulk: ${reason}.`,
  fix: 'Use createMany.',
});

export const InvalidSeedTarget = defineError<{ target: string }>({
  code: 'GM_SEED_INVALID_TARGET',
  kind: 'input',
  message: ({ target }) => `"${target}" does not say how many objects of which manager are wanted.`,
  fix: 'Write the name of a manager, "=" and a whole number, as in --manager Ship=50.',
});

export const InvalidFactoryOption = defineError<{ option: string; expected: string }>({
  code: 'GM_FACTORY_INVALID_OPTION',
  kind: 'input',
  message: ({ option, expected }) => `The option "${option}" of a factory has to be ${expected}.`,
  fix: 'Correct the option.',
});
