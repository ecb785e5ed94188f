import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Limits } from '../plan/limits.js';
import type { Violations } from './violations.js';
import type { InputPath, WrittenData } from './write-plan.js';

/** What the parts of an input are read with. */
export interface InputContext {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly violations: Violations;
  /** Whether fields that the API never shows are written like others. */
  readonly unexposed: boolean;
  /** Objects so far. */
  readonly counted: { objects: number };
}

/** Where data stands. */
export interface DataPlace {
  readonly manager: ManagerModel;
  readonly path: InputPath;
  readonly mode: 'create' | 'update';
  /** The field that the place itself says: the link to the object above. */
  readonly implied?: string | undefined;
  readonly depth: number;
}

/** Reads the data of one object, wherever it is nested. */
export type ReadData = (context: InputContext, place: DataPlace, input: unknown) => WrittenData;
