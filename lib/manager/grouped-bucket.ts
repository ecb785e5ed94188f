import type { PageResult } from '../interface/result.js';
import type { AggregateRequest, PageRequest } from '../plan/read-request.js';
import type { Grouped, GroupFilter, GroupSort, Measures } from './aggregate-types.js';
import { measured, measureRequests } from './measures.js';

/** Reads a page of groups; the Bucket that was grouped says of which objects. */
export type ReadGroups = (aggregate: AggregateRequest, page: PageRequest) => Promise<PageResult>;

interface GroupedState<Keys extends string> {
  readonly keys: readonly Keys[];
  readonly having: readonly unknown[];
  readonly sort: readonly unknown[];
}

/**
 * The objects of a Bucket in groups: lazy and immutable as that is; `aggregate` reads.
 *
 * @example
 * const sold = await gm.as(user).manager(Book).groupBy('genre').having({ count: { gt: 3 } }).sort('-count').aggregate({ count: true, sum: ['price'] });
 */
export class GroupedBucket<T extends object, Keys extends string> {
  readonly #read: ReadGroups;
  readonly #maxPageSize: number;
  readonly #state: GroupedState<Keys>;

  constructor(read: ReadGroups, maxPageSize: number, state: GroupedState<Keys>) {
    this.#read = read;
    this.#maxPageSize = maxPageSize;
    this.#state = state;
  }

  /** Only groups whose measures match; several conditions are joined by and. */
  having(having: GroupFilter<T>): GroupedBucket<T, Keys> {
    return this.#with({ having: [...this.#state.having, having] });
  }

  /** Orders the groups by keys and measures, in place of an earlier order; the other keys break ties. */
  sort(...keys: readonly GroupSort<Keys>[]): GroupedBucket<T, Keys> {
    return this.#with({ sort: keys });
  }

  /**
   * Reads the groups with these measures: all of them, or the page that is asked for.
   *
   * @throws GM_READ_INVALID_AGGREGATE, GM_READ_NO_AGGREGATE, GM_READ_NOT_GROUPED, GM_LIMIT_MEASURES
   */
  async aggregate<const M extends Measures<T>>(
    measures: M,
    page?: Pick<PageRequest, 'first' | 'offset'>,
  ): Promise<readonly Grouped<T, Keys, M>[]> {
    const { keys, having, sort } = this.#state;
    const request: AggregateRequest = {
      measures: measureRequests(measures),
      groupBy: keys.map((key) => key.split('.')),
      having: having.length > 1 ? { and: having } : having[0],
      sort,
    };
    const groups: Grouped<T, Keys, M>[] = [];
    let next: PageRequest | undefined = page ?? { first: this.#maxPageSize };
    while (next) {
      const result: PageResult = await this.#read(request, next);
      groups.push(...this.#present(result, measures));
      next = page === undefined && result.hasNext ? { first: this.#maxPageSize, offset: groups.length } : undefined;
    }
    return groups;
  }

  #present<M extends Measures<T>>({ plan, groups = [] }: PageResult, measures: M): readonly Grouped<T, Keys, M>[] {
    const keys = plan.aggregation?.groupBy.map(({ names }) => names.join('.')) ?? [];
    return groups.map((group) => {
      const key = Object.fromEntries(keys.map((name, index) => [name, group.key[index]]));
      return { key, ...measured(plan, group, measures) } as Grouped<T, Keys, M>;
    });
  }

  #with(change: Partial<GroupedState<Keys>>): GroupedBucket<T, Keys> {
    return new GroupedBucket(this.#read, this.#maxPageSize, { ...this.#state, ...change });
  }
}
