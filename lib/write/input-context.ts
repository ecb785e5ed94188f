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

/** An object that may have been written by hand or come from JSON; never a list, a Date or another instance. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
