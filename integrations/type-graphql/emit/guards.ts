import { lineage, type ClassGuard, type FieldGuard, type PrivateStorage } from '../storage/private-storage.js';

/** A generated field, and where the property that it shows is declared. */
export interface GuardedField {
  /** The class that the field is declared on. */
  readonly target: object;
  readonly property: string;
  /** The class of the manager, which may stand beside the target. */
  readonly owner: object;
  /** Whether what is said of a whole class is said of the property too. */
  readonly covers: (declaring: object) => boolean;
}

/**
 * Tells whether @Authorized or @UseMiddleware guard a property, and has it guarded on the class of the generated field too.
 *
 * TypeGraphQL looks for guards only on the class that declares the field; a generated field repeats those of extended classes.
 */
export function applyGuards(storage: PrivateStorage, field: GuardedField): boolean {
  const { target, property: fieldName } = field;
  const [authorized] = guards(storage.authorizedFields, storage.authorizedResolver, field);
  const middlewares = guards(storage.middlewares, storage.resolverMiddlewares, field);
  if (authorized && authorized.target !== target) {
    storage.authorizedFields = [...storage.authorizedFields, { ...authorized, target, fieldName }];
  }
  const inherited = middlewares.filter((each) => each.target !== target).map((each) => ({ ...each, target, fieldName }));
  storage.middlewares = [...storage.middlewares, ...inherited];
  return authorized !== undefined || middlewares.length > 0;
}

/** Whether @Authorized says who may see a property. */
export function isAuthorized({ authorizedFields, authorizedResolver }: PrivateStorage, owner: object, property: string): boolean {
  return guards(authorizedFields, authorizedResolver, { owner, property, covers: () => true }).length > 0;
}

/** Nearest first. */
function guards(
  ofFields: readonly FieldGuard[],
  ofClasses: readonly ClassGuard[],
  field: Omit<GuardedField, 'target'>,
): readonly ClassGuard[] {
  return lineage(field.owner).flatMap((each) => [
    ...ofFields.filter(({ target, fieldName }) => target === each && fieldName === field.property),
    ...ofClasses.filter(({ target }) => target === each && field.covers(each)),
  ]);
}
