import {
  embeddableNamed,
  targetOf,
  type EmbeddedField,
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

/** Types that follow the fields of managers, along to-one relations and embedded objects, to the values that they accept. */
export interface MeasureTree {
  /** Ends the names of its types: `TrackSum`. */
  readonly suffix: string;
  /** What an output type has; input types have none. */
  readonly output?: { readonly description: (name: string) => string; readonly nullable: boolean };
  readonly accepts: (field: ValueField) => boolean;
  readonly leaf: (emission: Emission, field: ValueField) => TypeValue;
}

/** The type of a tree for a manager; undefined where no value of it is accepted. */
export function treeType(emission: Emission, tree: MeasureTree, manager: ManagerModel): GeneratedType | undefined {
  return emission.once(treeMaker(emission, tree), manager);
}

type TreeMaker = (emission: Emission, manager: ManagerModel) => GeneratedType | undefined;

const treeMaker = (emission: Emission, tree: MeasureTree): TreeMaker => emission.once(makerOf, tree);

const makerOf =
  (_emission: Emission, tree: MeasureTree): TreeMaker =>
  (emission, manager) =>
    declareTree(emission, tree, { name: typeName(emission, manager), owner: manager.name, all: emission.comparableFields(manager) });

interface Holder {
  readonly name: string;
  readonly owner: string;
  readonly all: readonly FieldModel[];
}

function declareTree(emission: Emission, tree: MeasureTree, { name: holder, owner, all }: Holder): GeneratedType | undefined {
  const fields = all.filter((field) => isOffered(emission, tree, field));
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
  return declareTree(emission, tree, { name, owner: `embeddable ${name}`, all: fields });
}

function isOffered(emission: Emission, tree: MeasureTree, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return tree.accepts(field);
  if (!field.queryable) return false;
  if (field.kind === 'relation') return field.cardinality === 'one' && hasValue(emission, tree, targetOf(emission.model, field));
  if (field.list || inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isOffered(emission, tree, each, [...inside, field.embeddable]));
}

const hasValue = (emission: Emission, tree: MeasureTree, manager: ManagerModel): boolean =>
  emission.comparableFields(manager).some((field) => (field.kind === 'scalar' || field.kind === 'enum') && tree.accepts(field));
