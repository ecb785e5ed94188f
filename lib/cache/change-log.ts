import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';

/** A point in time of a source, as text: all that was committed before it is seen by reads that begin after it. */
export type Fence = string;

/** What a read looked at of the objects of one manager. */
export interface Dependency {
  readonly manager: ManagerModel;
  /** Objects that could matter, told by their own fields alone; TRUE where any could. */
  readonly where: Condition;
  /** Names of the fields whose change matters; undefined where any does. Objects that come or go always matter. */
  readonly fields?: readonly string[];
}

/** What one read depends on. */
export interface Footprint {
  readonly fence: Fence;
  readonly dependencies: readonly Dependency[];
}

export interface Validation {
  /** Now: reads that begin after this see at least what was seen to be valid. */
  readonly fence: Fence;
  /** Of each footprint, in their order, whether something it depends on may have changed since its fence. */
  readonly changed: readonly boolean[];
}

/**
 * Tells what was written since. The port that an interface's adapter may offer as `changes` (absent: nothing of it can be kept until it
 * changes).
 */
export interface ChangeLog {
  /** Whether writes of this manager are told. */
  tracks(manager: ManagerModel): boolean;
  /**
   * Says of each footprint whether something may have been written since that it depends on. Gives a fence also where nothing is asked; a fence that
   * is none of this source, and a manager that it does not track, count as changed.
   */
  validate(footprints: readonly Footprint[], signal?: AbortSignal): Promise<Validation>;
}
