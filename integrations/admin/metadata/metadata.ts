/** What the page is told when it is opened: nothing that only some may know. */
export interface AdminSettings {
  readonly title: string;
  /** Where the page is, and the GraphQL endpoint, both as browsers see them. */
  readonly path: string;
  readonly endpoint: string;
  readonly explain: boolean;
  readonly actors: readonly { readonly name: string; readonly description?: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly signIn?: { readonly label: string; readonly header: string; readonly prefix: string };
}

/** What there is in the schema, as the page needs it; of no object, and the same for everybody. */
export interface AdminMetadata {
  readonly managers: readonly AdminManager[];
  readonly enums: Readonly<Record<string, AdminEnum>>;
  readonly embeddables: Readonly<Record<string, AdminEmbeddable>>;
  /** Of what the query `capabilities` tells: plurals, with the actions of the class as a whole. */
  readonly access: Readonly<Record<string, readonly string[]>>;
}

/** An enum of the schema, with the names of its members. */
export interface AdminEnum {
  readonly members: readonly { readonly name: string; readonly description?: string }[];
}

/** The fields of embedded objects, and the input that takes one. */
export interface AdminEmbeddable {
  readonly fields: readonly AdminField[];
}

/** A part of a key: a field, or a relation with the key of the other end. */
export interface AdminKeyPart {
  readonly field: string;
  readonly parts?: readonly AdminKeyPart[];
}

/** An argument or an input field that can be given. */
export interface AdminArgument extends Pick<AdminField, 'name' | 'kind' | 'type' | 'list' | 'description'> {
  readonly required: boolean;
}

/** The types of arguments, by their names. */
export type AdminArgs = Readonly<Record<string, string>>;

/** A query of a manager. */
export interface AdminQuery {
  readonly name: string;
  readonly args: AdminArgs;
}

/** A mutation of a manager. */
export interface AdminMutation {
  readonly name: string;
  readonly args: AdminArgs;
  /** Where the payload has the object. */
  readonly object?: string;
}

/** An action of the team's own. */
export interface AdminAction extends AdminMutation {
  readonly action: string;
  readonly description: string;
  readonly scope: 'object' | 'class';
  readonly takes: readonly AdminArgument[];
  /** Whether its payload has a result, which is a value. */
  readonly result: boolean;
}

/** Where objects tell what may be done with them, and what of it. */
export interface AdminCapabilities {
  readonly name: string;
  readonly operations: readonly string[];
  readonly fields: readonly string[];
  readonly actions: readonly string[];
}

/** A field of an object, under its public name. */
export interface AdminField {
  readonly name: string;
  /** `computed` has a value of which nothing is known but the type of the schema. */
  readonly kind: 'scalar' | 'enum' | 'embedded' | 'one' | 'many' | 'computed';
  /** A scalar type of the model, or the name of an enum, an embeddable or a manager. */
  readonly type: string;
  readonly list: boolean;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly description?: string;
  readonly maxLength?: number;
  /** Not read in lists. */
  readonly lazy: boolean;
  readonly version: boolean;
  readonly sortable: boolean;
  /** Of a value: what a filter can ask. */
  readonly operators: readonly string[];
  /** Whether a filter leads through it to the fields of the other end. */
  readonly filterable: boolean;
  /** Whether a create takes it, or needs it. */
  readonly create?: 'optional' | 'required';
  readonly update: boolean;
  /** What the inputs take along a relation: `connect`, `disconnect`, … */
  readonly links?: { readonly create: readonly string[]; readonly update: readonly string[] };
  /** Whether there are rules of its own for reading it: null may mean hidden. */
  readonly ruled: boolean;
  /** Of a list: its arguments, and whether it tells how many there are. */
  readonly args?: AdminArgs;
  readonly total?: boolean;
  /** Of a to-many relation: the field at the other end that leads back to one. */
  readonly inverse?: string;
  /** Of a to-many relation: which end keeps the links, and is written when one is made; and the field that leads back from the other. */
  readonly keeper?: 'own' | 'other';
  readonly opposite?: string;
}

/** A manager as the schema shows it. */
export interface AdminManager {
  readonly name: string;
  readonly plural: string;
  readonly description?: string;
  /** The type of its objects in the schema, and the managers of concrete types by their types' names. */
  readonly type: string;
  readonly concrete: Readonly<Record<string, string>>;
  readonly abstract: boolean;
  readonly key?: readonly AdminKeyPart[];
  /** Fields that tell people which object it is. */
  readonly label: readonly string[];
  readonly fields: readonly AdminField[];
  readonly capabilities?: AdminCapabilities;
  readonly detail?: AdminQuery;
  readonly list?: AdminQuery & { readonly total: boolean };
  /** The changes of one object. */
  readonly history?: AdminQuery;
  /** Whether its objects can be read as they were. */
  readonly remembered: boolean;
  readonly create?: AdminMutation;
  readonly update?: AdminMutation;
  readonly delete?: AdminMutation;
  /** Of the objects that a filter finds. */
  readonly updateMany?: AdminMutation;
  readonly deleteMany?: AdminMutation;
  readonly restore?: AdminMutation;
  readonly actions: readonly AdminAction[];
}

/** What was found out about one rule, or about a part of one. */
export interface AdminExplainedRule {
  readonly rule: string;
  readonly truth: 'true' | 'false' | 'unknown';
  readonly note?: string;
  readonly value?: unknown;
  readonly parts?: readonly AdminExplainedRule[];
}

/** What was found out about one policy. */
export interface AdminExplainedPolicy {
  readonly allowed: boolean;
  readonly policy: string;
  readonly allow: readonly AdminExplainedRule[];
  readonly deny: readonly AdminExplainedRule[];
  readonly require: readonly AdminExplainedRule[];
}

/** Why something is allowed or denied, as `gm.explain` tells it. */
export interface AdminExplanation extends AdminExplainedPolicy {
  readonly manager: string;
  readonly operation: string;
  readonly action?: string;
  readonly found: boolean;
  readonly also?: readonly (AdminExplainedPolicy & { readonly of: string })[];
}
