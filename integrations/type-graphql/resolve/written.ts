import type { GraphQLResolveInfo } from 'graphql';

/**
 * What became of the first mutations of an operation before resolvers were asked, by response key: they complete it, and write only the others.
 *
 * Resolvers find it as the root value of the execution.
 */
export class Written {
  readonly #outcomes = new Map<string | number, () => object>();

  /** What the resolver of a mutation gives in place of writing; undefined where nothing has been written. */
  static outcome({ rootValue, path }: Pick<GraphQLResolveInfo, 'rootValue' | 'path'>): (() => object) | undefined {
    return rootValue instanceof Written ? rootValue.#outcomes.get(path.key) : undefined;
  }

  keep(key: string, payload: object): void {
    this.#outcomes.set(key, () => payload);
  }

  refuse(key: string, error: Error): void {
    this.#outcomes.set(key, () => {
      throw error;
    });
  }
}
