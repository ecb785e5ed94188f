import {
  canMeasure,
  embeddableNamed,
  targetOf,
  type EmbeddedField,
  type FieldMeasureKind,
  type FieldModel,
  type ManagerModel,
  type RelationField,
  type ValueField,
} from '../../../lib/plugin.js';
import { GeneratedType, type TypeValue } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { typeName } from './type-names.js';

/** Types that follow the fields of managers, along to-one relations and embedded objects, to the values of which there is a measure. */
export interface MeasureTree {
  /** Ends the names of its types: `TrackSum`. */
  readonly suffix: string;
  /** What an output type has; input types have none. */
  readonly output?: { readonly description: (name: string) => string; readonly nullable: boolean };
  /** The measure; groups are made of what different values are counted of. */
  readonly kind: FieldMeasureKind;
  readonly leaf: (emission: Emission, field: ValueField) => TypeValue;
}

/** The type of a tree for a manager; undefined where nothing of it has the measure. */
export function treeType(emission: Emission, tree: MeasureTree, manager: ManagerModel): GeneratedType | undefined {
  const known = emission.once(treesOf, manager);
  if (!known.has(tree)) {
    const fields = measuredFields(emission, tree.kind, manager);
    known.set(tree, declareTree(emission, tree, { name: typeName(emission, manager), owner: manager.name, fields }));
  }
  return known.get(tree);
}

const treesOf = (): Map<MeasureTree, GeneratedType | undefined> => new Map();

interface Holder {
  readonly name: string;
  readonly owner: string;
  readonly fields: readonly FieldModel[];
}

function declareTree(emission: Emission, tree: MeasureTree, { name: holder, owner, fields }: Holder): GeneratedType | undefined {
  if (fields.length === 0) return undefined;
  const name = `${holder}${tree.suffix}`;
  const declare = (target: GeneratedType): void => {
    for (const field of fields) declareBranch(emission, tree, target, field);
  };
  return tree.output
    ? outputType(emission, { name, owner, description: tree.output.description(holder) }, declare)
    : inputType(emission, name, owner, declare);
}

/** An output type whose fields that are objects are made on the way. */
export function outputType(
  emission: Emission,
  { name, owner, description }: { readonly name: string; readonly owner: string; readonly description: string },
  declare: (target: GeneratedType) => void,
): GeneratedType {
  const make = (): GeneratedType => new GeneratedType({ kind: 'output', name, description, container: true });
  return emission.type(name, owner, make, declare);
}

function declareBranch(emission: Emission, tree: MeasureTree, target: GeneratedType, field: FieldModel): void {
  const { publicName: property, description } = field;
  const isValue = field.kind === 'scalar' || field.kind === 'enum';
  const type = isValue ? tree.leaf(emission, field) : branchType(emission, tree, field);
  const nullable = tree.output ? isValue && tree.output.nullable : true;
  if (type) declareField(target, { property, description, type, nullable });
}

function branchType(emission: Emission, tree: MeasureTree, field: RelationField | EmbeddedField): GeneratedType | undefined {
  if (field.kind === 'relation') return treeType(emission, tree, targetOf(emission.model, field));
  const { name, fields } = embeddableNamed(emission.model, field.embeddable);
  const measured = fields.filter((each) => isMeasured(emission, tree.kind, each));
  return declareTree(emission, tree, { name, owner: `embeddable ${name}`, fields: measured });
}

/** The fields of a manager that are measured, or lead to such; the same for all trees of a measure. */
function measuredFields(emission: Emission, kind: FieldMeasureKind, manager: ManagerModel): readonly FieldModel[] {
  const known = emission.once(measuredOf, manager);
  const fields = known[kind] ?? emission.comparableFields(manager).filter((field) => isMeasured(emission, kind, field));
  known[kind] = fields;
  return fields;
}

const measuredOf = (): Partial<Record<FieldMeasureKind, readonly FieldModel[]>> => ({});

function isMeasured(emission: Emission, kind: FieldMeasureKind, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return canMeasure(kind, field);
  if (!field.queryable) return false;
  if (field.kind === 'relation') return field.cardinality === 'one' && hasValue(emission, kind, targetOf(emission.model, field));
  if (field.list || inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isMeasured(emission, kind, each, [...inside, field.embeddable]));
}

const hasValue = (emission: Emission, kind: FieldMeasureKind, manager: ManagerModel): boolean =>
  emission.comparableFields(manager).some((field) => (field.kind === 'scalar' || field.kind === 'enum') && canMeasure(kind, field));
