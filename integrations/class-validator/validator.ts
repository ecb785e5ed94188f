import { getMetadataStorage, validate, ValidationTypes, type ValidationError, type ValidatorOptions } from 'class-validator';
import { satisfies, type Constraint } from './satisfies.js';
import type { FieldModel, ManagerModel, ValidatedObject, Validator, Violation } from '../../lib/plugin.js';

/** How the constraints of classes are asked. */
export interface ClassValidatorOptions extends Pick<ValidatorOptions, 'always' | 'strictGroups' | 'dismissDefaultMessages'> {
  /** Which groups of constraints hold for a write. Default: all constraints, whatever their groups. */
  readonly groups?: (subject: Pick<ValidatedObject, 'manager' | 'operation' | 'caller'>) => readonly string[] | undefined;
}

/**
 * Asks the constraints that class-validator's decorators put on managed classes, nested and asynchronous ones included. Of an update, only those
 * of fields that it writes count.
 *
 * @example
 * await bootstrap({ orm, validators: [classValidator({ groups: ({ operation }) => [operation] })] });
 */
export function classValidator({ groups, ...options }: ClassValidatorOptions = {}): Validator {
  return {
    name: 'class-validator',
    looksAt,
    async validate(subject) {
      const asked = groups?.(subject);
      const groupsAsked = asked && [...asked];
      if (satisfies(subject.object, constraintsOf(subject.object.constructor, options, groupsAsked))) return [];
      const errors = await validate(subject.object, {
        ...options,
        ...(groupsAsked && { groups: groupsAsked }),
        // A class without constraints is no error.
        forbidUnknownValues: false,
        validationError: { target: false, value: false },
      });
      return errors.filter((error) => isConcerned(subject, error)).flatMap((error) => violationsOf(subject.manager, error));
    },
  };
}

/** The constraints that class-validator would ask. Decorators may be called at any time: nothing of this is kept. */
function constraintsOf(
  target: Function,
  { always = false, strictGroups = false }: Omit<ClassValidatorOptions, 'groups'>,
  groups?: string[],
): readonly Constraint[] {
  return getMetadataStorage().getTargetValidationMetadatas(target, '', always, strictGroups, groups);
}

/** Constraints that wait for nothing, and stay with the object itself. */
const VALUE_CONSTRAINTS: readonly string[] = [
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.IS_DEFINED,
];

function looksAt({ target }: Pick<ManagerModel, 'target'>): 'nothing' | 'values' | 'everything' {
  const storage = getMetadataStorage();
  const constraints = constraintsOf(target as Function, { always: true });
  if (constraints.length === 0) return 'nothing';
  const isValue = ({ type, constraintCls }: (typeof constraints)[number]): boolean =>
    VALUE_CONSTRAINTS.includes(type) && storage.getTargetValidatorConstraints(constraintCls).every(({ async }) => !async);
  return constraints.every(isValue) ? 'values' : 'everything';
}

/**
 * Related objects are validated where they are written; what an update leaves alone does not hold it up, and neither does what the source makes of a new
 * object.
 */
function isConcerned({ manager, object, operation, named }: ValidatedObject, { property }: ValidationError): boolean {
  const field = manager.fields.get(property);
  if (!field) return true;
  if (field.kind === 'relation') return false;
  return operation === 'create' ? !isMade(field, Reflect.get(object, property)) : named.has(property);
}

/** Whether the source gives a new object its value: a key, a default of a column, what nobody but an upstream writes. */
const isMade = ({ readOnly, optional, nullable }: FieldModel, value: unknown): boolean =>
  value === undefined && (readOnly || (optional && !nullable));

function violationsOf(manager: ManagerModel, error: ValidationError): readonly Violation[] {
  return flatten(error, [manager.fields.get(error.property)?.publicName ?? error.property]);
}

function flatten({ constraints = {}, children = [] }: ValidationError, path: Violation['path']): readonly Violation[] {
  const own = Object.entries(constraints).map(([code, message]): Violation => ({ path, code, message }));
  return [
    ...own,
    ...children.flatMap((child) => flatten(child, [...path, /^\d+$/.test(child.property) ? Number(child.property) : child.property])),
  ];
}
