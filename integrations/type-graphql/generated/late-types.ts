import {
  GraphQLInputObjectType,
  GraphQLObjectType,
  type GraphQLFieldMap,
  type GraphQLInputFieldMap,
  type GraphQLInputObjectTypeConfig,
  type GraphQLObjectTypeConfig,
} from 'graphql';

/** Whether types have their fields yet. */
export interface Lateness {
  complete: boolean;
}

// A schema asks its types for all fields when it is made, to find the types that they lead to. Most types of a large schema are
// used late or never: these are listed by name, and have no fields until that is done. Fields are made when they are first used.

const NONE = Object.freeze({});

/** An input type that has no fields while the schema is made. */
export class LateInput extends GraphQLInputObjectType {
  readonly #lateness: Lateness;

  constructor(config: Readonly<GraphQLInputObjectTypeConfig>, lateness: Lateness) {
    super(config);
    this.#lateness = lateness;
  }

  override getFields(): GraphQLInputFieldMap {
    return this.#lateness.complete ? super.getFields() : NONE;
  }
}

/** An object type that has no fields while the schema is made. */
export class LateOutput extends GraphQLObjectType<unknown, unknown> {
  readonly #lateness: Lateness;

  constructor(config: Readonly<GraphQLObjectTypeConfig<unknown, unknown>>, lateness: Lateness) {
    super(config);
    this.#lateness = lateness;
  }

  override getFields(): GraphQLFieldMap<unknown, unknown> {
    return this.#lateness.complete ? super.getFields() : NONE;
  }
}
