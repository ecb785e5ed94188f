import { getMetadataStorage, ValidationTypes } from 'class-validator';

/** What class-validator knows of one constraint. */
export type Constraint = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * Whether an object satisfies constraints, by asking those that are plain themselves. False says nothing: of what is not satisfied, or not plain,
 * class-validator tells.
 */
export function satisfies(object: object, constraints: readonly Constraint[]): boolean {
  return constraints.every((constraint) => isPlain(constraint) && isSatisfied(object, constraint));
}

/** Asked of one value, whatever others are, and always. */
const isPlain = ({ type, each, validateIf }: Constraint): boolean =>
  type === ValidationTypes.CUSTOM_VALIDATION && !each && validateIf === undefined;

function isSatisfied(object: object, { constraintCls, constraints, propertyName: property }: Constraint): boolean {
  const value: unknown = Reflect.get(object, property);
  const given = { targetName: object.constructor.name, property, object, value, constraints: constraints as unknown[] };
  const asked = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  // What is true later is not true yet.
  return asked.every(({ async, instance }) => !async && isTrue(instance.validate(value, given)));
}

/** As class-validator takes what a constraint says, but for promises. */
const isTrue = (answer: unknown): boolean => Boolean(answer) && typeof Reflect.get(Object(answer) as object, 'then') !== 'function';
