import { getMetadataStorage, validate, type ValidationError, type ValidatorOptions } from 'class-validator';
import type { ManagerModel, ValidatedObject, Validator, Violation } from '../../lib/plugin.js';

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
    concerns: hasConstraints,
    async validate(subject) {
      if (!hasConstraints(subject.manager)) return [];
      const asked = groups?.(subject);
      const errors = await validate(subject.object, {
        ...options,
        ...(asked && { groups: [...asked] }),
        // A class without constraints is no error.
        forbidUnknownValues: false,
        validationError: { target: false, value: false },
      });
      return errors.filter((error) => isConcerned(subject, error)).flatMap((error) => violationsOf(subject.manager, error));
    },
  };
}

/** Whether a class has constraints at all. */
function hasConstraints({ target }: Pick<ManagerModel, 'target'>): boolean {
  return getMetadataStorage().getTargetValidationMetadatas(target as Function, '', true, false).length > 0;
}

/** Related objects are validated where they are written; what an update leaves alone does not hold it up. */
function isConcerned({ manager, operation, named }: ValidatedObject, { property }: ValidationError): boolean {
  const field = manager.fields.get(property);
  return field?.kind !== 'relation' && (operation === 'create' || field === undefined || named.has(property));
}

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
