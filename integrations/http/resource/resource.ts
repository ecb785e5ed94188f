import type { DescribedField, EmbeddableModel, EnumModel, Operator, TimedScope, ValueField } from '../../../lib/plugin.js';
import type { ActionArgumentOptions, ActionOperation } from '../declare/action-options.js';
import type {
  CreateOperation,
  FilterOptions,
  FilterPlace,
  ListOperation,
  ProjectionOptions,
  SingleOperation,
  SortOptions,
  UpdateOperation,
  WantedField,
} from '../declare/operation-options.js';
import type { StandardSchema } from '../declare/resource-options.js';
import type { ResourceField } from '../field/resource-field.js';
import type { BodyPath, PageStyle } from '../pagination/index.js';
import type { UpstreamOptions } from '../upstream/index.js';

/** A field of a resource, ready to be read and written. */
export interface CompiledField {
  readonly name: string;
  readonly declared: ResourceField;
  readonly model: Exclude<DescribedField, { readonly kind: 'relation' }>;
  /** Where it is in the upstream's object. */
  readonly from: readonly string[];
  /** What the upstream has to give for it. */
  readonly wanted: WantedField;
  /**
   * The value of an upstream's object.
   *
   * @throws Mismatch
   */
  readonly decode: (source: unknown) => unknown;
  /** What the upstream takes for a value. */
  readonly encode: (value: unknown) => unknown;
  /** The fields of an embedded object; none of a value. */
  readonly fields: readonly CompiledField[];
}

/** How one comparison is sent. */
export interface CompiledFilter extends Required<Pick<FilterOptions, 'param' | 'in' | 'list' | 'maxValues' | 'exact' | 'decides'>> {
  /** The field's path, such as `owner.login`. */
  readonly path: string;
  readonly operator: Operator;
  /** Whether the operand is left out in place of looked for. */
  readonly negated: boolean;
  /** Whether the declaration says itself how operands are written. */
  readonly converts: boolean;
  readonly serialize: (value: unknown) => unknown;
}

/** A request that gives many objects, ready to be sent. */
export interface CompiledList {
  readonly name: string;
  readonly request: ListOperation;
  readonly style: PageStyle;
  /** By path and operator: `status.eq`; what is left out by `not status.eq`. */
  readonly filters: ReadonlyMap<string, CompiledFilter>;
  readonly sort?: Omit<SortOptions, 'fields'> & { readonly fields: ReadonlyMap<string, string> };
  readonly projection?: ProjectionOptions;
  /** The placeholders of the path, which have to be filtered by. */
  readonly required: readonly string[];
}

/** A request for one object, ready to be sent. */
export interface CompiledObject<Request extends SingleOperation = SingleOperation> {
  readonly name: string;
  readonly request: Request;
  readonly item: BodyPath;
}

/** The requests that write. */
export interface CompiledWrites {
  readonly create?: CompiledObject<CreateOperation>;
  readonly update?: CompiledObject<UpdateOperation>;
  readonly delete?: CompiledObject;
}

/** An argument of an action, ready to be sent. */
export interface CompiledArgument {
  readonly name: string;
  readonly in: FilterPlace;
  /** What the upstream calls it. */
  readonly parameter: string;
  readonly options: ActionArgumentOptions;
  readonly encode: (value: unknown) => unknown;
}

/** An action of the upstream, ready to be sent. */
export interface CompiledAction {
  readonly name: string;
  readonly request: ActionOperation;
  readonly scope: 'object' | 'class';
  readonly given: readonly CompiledArgument[];
  /** Where in the answer the object is; undefined where it is not there. */
  readonly item?: BodyPath;
  /**
   * Takes the result out of the answer; undefined where there is none.
   *
   * @throws Mismatch
   */
  readonly result?: (body: unknown) => unknown;
}

/** A resource, checked and ready. */
export interface Resource {
  readonly name: string;
  readonly target: object;
  readonly upstream: UpstreamOptions;
  readonly fields: ReadonlyMap<string, CompiledField>;
  /** Names of the fields that are parts of the key. */
  readonly key: readonly string[];
  readonly enums: readonly EnumModel[];
  readonly embeddables: readonly EmbeddableModel[];
  readonly lists: readonly CompiledList[];
  readonly detail?: CompiledObject;
  readonly writes: CompiledWrites;
  readonly actions: readonly CompiledAction[];
  /** Undefined where nothing is done here that the upstream cannot do. */
  readonly local: { readonly objects: number; readonly pages: number } | undefined;
  readonly whole: boolean;
  readonly schema?: StandardSchema;
  readonly health?: string;
  readonly cache?: TimedScope;
}

/** The bounds of a read that nothing else is said about. */
export const DEFAULT_LOCAL: { readonly objects: number; readonly pages: number } = Object.freeze({ objects: 1000, pages: 50 });

/** A value field's path with its operator, as filters are found by. */
export const filterKey = (path: string, operator: Operator, negated = false): string => `${negated ? 'not ' : ''}${path}.${operator}`;

/** A field and the path that leads to it. */
export interface FieldAtPath {
  readonly path: string;
  readonly field: ValueField;
  readonly compiled: CompiledField;
}

/** Every value that can be compared: of the object itself, and of objects inside of it that are no lists. */
export function valuePaths(fields: Iterable<CompiledField>, prefix = ''): readonly FieldAtPath[] {
  return [...fields].flatMap((compiled): readonly FieldAtPath[] => {
    const path = `${prefix}${compiled.name}`;
    const { model } = compiled;
    if (model.kind !== 'embedded') return [{ path, field: model, compiled }];
    return model.list ? [] : valuePaths(compiled.fields, `${path}.`);
  });
}
