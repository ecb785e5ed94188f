import type { GraphQLSchema } from 'graphql';
import type { ApplicationModel, ManagerModel } from '../../../lib/index.js';
import type { FieldModel, OperationModel } from '../../../lib/plugin.js';
import { describeField } from './describe-field.js';
import type { AdminEmbeddable, AdminEnum } from './metadata.js';
import { enumType, outputType, type OutputField, type OutputType } from './schema-types.js';

/** The schema and the model that it was made of; remembers the types that fields have. */
export class SchemaTypes {
  readonly model: ApplicationModel;
  readonly schema: GraphQLSchema;
  readonly #enums = new Map<string, AdminEnum>();
  readonly #embeddables = new Map<string, AdminEmbeddable>();

  constructor(model: ApplicationModel, schema: GraphQLSchema) {
    this.model = model;
    this.schema = schema;
  }

  /** The field of an operation; undefined where it is switched off. */
  operation({ name, served }: OperationModel): OutputField | undefined {
    if (served === 'off') return undefined;
    return this.schema.getQueryType()?.getFields()[name] ?? this.schema.getMutationType()?.getFields()[name];
  }

  /** The type of the objects of a manager, which the application may have called otherwise. */
  objects(manager: ManagerModel): OutputType | undefined {
    const detail = manager.operations.find(({ kind, served }) => kind === 'detail' && served === 'generated');
    return outputType(detail && this.operation(detail)?.type) ?? outputType(this.schema.getType(manager.name));
  }

  /** Notes the enum that a field of the schema has, and gives its name. */
  enumOf(field: { readonly type: Parameters<typeof enumType>[0] }, name: string): string {
    const type = enumType(field.type);
    if (!type) return name;
    const members = type.getValues().map((value) => ({ name: value.name, ...(value.description && { description: value.description }) }));
    this.#enums.set(type.name, { members });
    return type.name;
  }

  /** Notes the embedded type that a field of the schema has. */
  noteEmbeddable(name: string, type: OutputType | undefined): void {
    const embeddable = this.model.embeddables.get(name);
    if (!type || !embeddable || this.#embeddables.has(name)) return;
    // Embeddables may hold themselves.
    this.#embeddables.set(name, { fields: [] });
    const shown = type.getFields();
    const exposed = (embeddable.fields as readonly FieldModel[]).filter((field) => field.exposed && field.publicName in shown);
    const fields = exposed.flatMap((field) => describeField(this, field, { shown: shown[field.publicName] }));
    this.#embeddables.set(name, {
      fields: fields.map((field) => ({ ...field, create: field.nullable ? 'optional' : 'required', update: true })),
    });
  }

  enums(): Readonly<Record<string, AdminEnum>> {
    return Object.fromEntries(this.#enums);
  }

  embeddables(): Readonly<Record<string, AdminEmbeddable>> {
    return Object.fromEntries(this.#embeddables);
  }
}
