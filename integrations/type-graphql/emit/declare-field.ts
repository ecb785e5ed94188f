import { GeneratedType, type GeneratedField } from '../generated/generated-type.js';
import type { Emission, TypeClass } from './emission.js';

/** How a field is declared. */
export interface FieldDeclaration extends GeneratedField {
  /** Its GraphQL name. Default: the property. */
  readonly name?: string;
  /** Whether TypeGraphQL has to make a resolver for it, with guards and middlewares; else graphql-js reads the property. */
  readonly guarded?: boolean;
}

/** Declares a field of a generated type. */
export function declareField(target: GeneratedType, declaration: GeneratedField): void {
  target.add(declaration);
}

/** Declares a field of a type that may be a class. */
export function declareMember(emission: Emission, target: TypeClass | GeneratedType, declaration: FieldDeclaration): void {
  if (!(target instanceof GeneratedType)) emission.classes.decorateField(target, declaration);
  else target.add(declaration.name === undefined ? declaration : { ...declaration, property: declaration.name });
}
