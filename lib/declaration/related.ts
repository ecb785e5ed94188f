import { declarationOf } from './declaration.js';

/** A relation to another manager, by fields that hold the same values at both ends. */
export interface RelationDeclaration {
  readonly cardinality: 'one' | 'many';
  /** The class or schema of the manager at the other end. */
  readonly target: () => object;
  /** The fields that hold the link. */
  readonly by: readonly string[];
  /** The fields that those refer to; absent for the key. */
  readonly to?: readonly string[];
}

/** The fields of a relation, by the names of properties: one, or as many as the key has parts. */
export interface RelationFields {
  /** The fields that hold the link: of this class where the relation leads to one object, of the target where it leads to many. */
  readonly by: string | readonly string[];
  /** What they refer to at the other end. Default: the key. */
  readonly to?: string | readonly string[];
}

/**
 * A relation to one object of a manager, wherever that lives: fields of this class hold its key, or with `to` a unique field of it.
 *
 * @example
 * @Manager({ relations: { supplier: one(() => Supplier, { by: 'supplierCode', to: 'code' }) } })
 */
export const one = (target: () => object, fields: RelationFields): RelationDeclaration => declared('one', target, fields);

/**
 * A relation to many objects of a manager, wherever that lives: fields of theirs hold this one's key, or with `to` another field of it.
 *
 * @example
 * @Manager({ relations: { quotes: many(() => Quote, { by: 'partNumber', to: 'number' }) } })
 */
export const many = (target: () => object, fields: RelationFields): RelationDeclaration => declared('many', target, fields);

function declared(cardinality: 'one' | 'many', target: () => object, { by, to, ...unknown }: RelationFields): RelationDeclaration {
  return Object.freeze({
    // What untyped code misspelt is told at boot.
    ...unknown,
    cardinality,
    target,
    by: Object.freeze([by].flat()),
    ...(to !== undefined && { to: Object.freeze([to].flat()) }),
  });
}

/** The relations that a class declares, and those of the classes above; one of a name further down takes the place of one further up. */
export function relationsOf(target: object): ReadonlyMap<string, RelationDeclaration> {
  const base: unknown = typeof target === 'function' ? Object.getPrototypeOf(target) : undefined;
  const above = typeof base === 'function' ? relationsOf(base) : new Map<string, RelationDeclaration>();
  return new Map([...above, ...Object.entries(declarationOf(target)?.manager?.relations ?? {})]);
}
